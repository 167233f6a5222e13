package plan

import (
	"encoding/binary"
	"math"
	"strconv"
)

const (
	maxDepth = 64
	// maxNodes bounds the parts of one value.
	maxNodes = 20_000
)

// kind is what a part of a value is.
type kind uint8

const (
	scalar   kind = iota // true, false, null, a number, text, or unknown
	binbytes             // bytes: of cty only the type before a value whose type is dynamic
	array
	object
)

// token is the head of a msgpack value (github.com/msgpack/msgpack, spec.md).
type token struct {
	kind kind
	text string // of a scalar, spelled
	n    uint64 // how many values follow, of an array or object
}

// reader reads msgpack. A false answer ends the reading.
type reader struct {
	rest  string
	nodes uint64
}

// next reads the head of a value.
func (r *reader) next() (t token, ok bool) {
	if r.rest == "" {
		return t, false
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	switch {
	case b < 0x80:
		return token{text: strconv.Itoa(int(b))}, true
	case b >= 0xe0:
		return token{text: strconv.Itoa(int(int8(b)))}, true
	case b < 0x90:
		return r.many(object, uint64(b&0x0f))
	case b < 0xa0:
		return r.many(array, uint64(b&0x0f))
	case b < 0xc0:
		return r.bytes(scalar, uint64(b&0x1f))
	case b < 0xc4:
		return r.constant(b)
	}
	return r.long(b)
}

// constant reads what is a value by itself: null, false, true.
func (r *reader) constant(b byte) (token, bool) {
	switch b {
	case 0xc0:
		return token{text: "null"}, true
	case 0xc2:
		return token{text: "false"}, true
	case 0xc3:
		return token{text: "true"}, true
	}
	return token{}, false
}

// long reads what has a length or a number after its first byte.
func (r *reader) long(b byte) (token, bool) {
	switch {
	case b <= 0xc6:
		return r.sized(binbytes, 1<<(b-0xc4))
	case b <= 0xc9:
		return r.extension(r.uint(1 << (b - 0xc7)))
	case b <= 0xcb:
		return r.float(4 << (b - 0xca))
	case b <= 0xcf:
		v, ok := r.uint(1 << (b - 0xcc))
		return token{text: strconv.FormatUint(v, 10)}, ok
	case b <= 0xd3:
		return r.signed(1 << (b - 0xd0))
	case b <= 0xd8:
		return r.extension(1<<(b-0xd4), true)
	case b <= 0xdb:
		return r.sized(scalar, 1<<(b-0xd9))
	}
	n, ok := r.uint(2 << ((b - 0xdc) & 1))
	if !ok {
		return token{}, false
	}
	if b <= 0xdd {
		return r.many(array, n)
	}
	return r.many(object, n)
}

// uint reads a number of size bytes, the highest first.
func (r *reader) uint(size uint64) (v uint64, ok bool) {
	if uint64(len(r.rest)) < size {
		return 0, false
	}
	var b [8]byte
	copy(b[8-size:], r.rest)
	r.rest = r.rest[size:]
	return binary.BigEndian.Uint64(b[:]), true
}

// signed reads a number that may be negative.
func (r *reader) signed(size uint64) (token, bool) {
	v, ok := r.uint(size)
	shift := 64 - 8*size
	return token{text: strconv.FormatInt(int64(v<<shift)>>shift, 10)}, ok
}

// float reads a number with a fraction.
func (r *reader) float(size uint64) (token, bool) {
	v, ok := r.uint(size)
	number := math.Float64frombits(v)
	if size == 4 {
		number = float64(math.Float32frombits(uint32(v)))
	}
	return token{text: strconv.FormatFloat(number, 'f', -1, 64)}, ok
}

// sized reads the length of bytes, and them.
func (r *reader) sized(k kind, size uint64) (token, bool) {
	n, ok := r.uint(size)
	if !ok {
		return token{}, false
	}
	return r.bytes(k, n)
}

// bytes reads n bytes.
func (r *reader) bytes(k kind, n uint64) (token, bool) {
	if n > uint64(len(r.rest)) {
		return token{}, false
	}
	t := token{kind: k, text: r.rest[:n]}
	r.rest = r.rest[n:]
	return t, true
}

// extension reads a value of an extension's type. cty has two, both for what is
// unknown: 0, and 12 where something is known of it (cty/msgpack/unknown.go).
func (r *reader) extension(n uint64, ok bool) (token, bool) {
	id, some := r.uint(1)
	if !ok || !some || id != 0 && id != 12 {
		return token{}, false
	}
	if _, ok := r.bytes(scalar, n); !ok {
		return token{}, false
	}
	return token{text: "unknown"}, true
}

// many is the head of an array of n elements, or an object of n pairs. It may claim
// more than there are: whoever reads them comes to the end.
func (r *reader) many(k kind, n uint64) (token, bool) {
	if k == object {
		n *= 2
	}
	return token{kind: k, n: n}, true
}

// pass reads over one value.
func (r *reader) pass() bool {
	for left := uint64(1); left > 0; left-- {
		t, ok := r.next()
		if !ok {
			return false
		}
		left += t.n
	}
	return true
}

// node is a value, or a part of one.
type node struct {
	kind kind
	text string   // of a scalar, spelled; of what is empty, "[]" or "{}"
	keys []string // of an object, in ascending order
	kids []node
}

// leaf reports whether a value has no parts; what is absent has none.
func (n *node) leaf() bool { return n == nil || len(n.kids) == 0 }

// tree reads one value with all its parts.
func (r *reader) tree(depth int) (n node, ok bool) {
	t, ok := r.next()
	if r.nodes += t.n; !ok || r.nodes > maxNodes || depth > maxDepth {
		return n, false
	}
	switch t.kind {
	case scalar:
		return node{text: t.text}, true
	case array:
		return r.list(t.n, depth)
	case object:
		return r.pairs(t.n/2, depth)
	}
	return n, false
}

// list reads the elements of an array. One of two, the first of them bytes, is how
// cty writes a value whose type is dynamic: its type, then the value itself.
func (r *reader) list(n uint64, depth int) (node, bool) {
	if n == 2 {
		whole := *r
		if t, ok := r.next(); ok && t.kind == binbytes {
			return r.tree(depth + 1)
		}
		*r = whole
	}
	list := node{kind: array, text: "[]", kids: make([]node, n)}
	for i := range list.kids {
		var ok bool
		if list.kids[i], ok = r.tree(depth + 1); !ok {
			return list, false
		}
	}
	return list, true
}

// pairs reads the keys and values of an object or map. cty writes the keys in
// ascending order; any other order, and so a key that comes twice, is not read.
func (r *reader) pairs(n uint64, depth int) (node, bool) {
	o := node{kind: object, text: "{}", keys: make([]string, n), kids: make([]node, n)}
	for i := range o.kids {
		t, ok := r.next()
		if !ok || t.kind != scalar || i > 0 && t.text <= o.keys[i-1] {
			return o, false
		}
		o.keys[i] = t.text
		if o.kids[i], ok = r.tree(depth + 1); !ok {
			return o, false
		}
	}
	return o, true
}
