package plan

import "strconv"

// Set is one attribute, or a part of one, that a change sets to another value.
type Set struct {
	// Path is where it is: names, keys and indices joined with dots.
	Path string
	// Before and After are the values: true, false, null, a number in decimal,
	// text as it is, "unknown" for what is known only after the change, "[]" and
	// "{}" for what is empty, and "" where one of the two has no such part.
	Before, After string
}

// Sets returns what a change changes, leaf by leaf: where a block is new, each of
// its attributes; where one becomes unknown as a whole, it and each of its parts
// that were. Elements are compared by their places, those of sets too, so that
// one which is gone shows as a change of all after it.
//
// complete is false where a bound was hit or the bytes were not understood; then
// there may be more.
func (c *Change) Sets() (set []Set, complete bool) {
	wantBefore := c.Action != Create
	wantAfter := c.Action != Delete && c.Action != Forget
	if wantBefore && c.before == "" || wantAfter && c.after == "" {
		return nil, false
	}
	before, known := parse(c.before)
	after, also := parse(c.after)
	if !known || !also {
		return nil, false
	}
	var d differ
	d.compare("", before, after)
	return d.sets, true
}

// Before returns the value that an attribute of the top level has before the
// change, spelled as in Set; "" if it has none, or one with parts.
func (c *Change) Before(attr string) string {
	r := reader{rest: c.before}
	t, ok := r.next()
	if !ok || t.kind != object {
		return ""
	}
	for range t.n / 2 {
		key, ok := r.next()
		if !ok || key.kind != scalar {
			return ""
		}
		if key.text == attr {
			n, ok := r.tree(0)
			if !ok || !n.leaf() {
				return ""
			}
			return n.text
		}
		if !r.pass() {
			return ""
		}
	}
	return ""
}

// parse reads a whole value; nil is none.
func parse(value string) (*node, bool) {
	if value == "" {
		return nil, true
	}
	r := reader{rest: value}
	n, ok := r.tree(0)
	return &n, ok && r.rest == ""
}

// differ collects where two values differ.
type differ struct{ sets []Set }

// compare compares two values, nil for what is absent.
func (d *differ) compare(path string, a, b *node) {
	switch {
	case a.leaf() && b.leaf():
		d.leaf(path, a, b)
	case a != nil && b != nil && a.kind == b.kind && a.kind == object:
		d.objects(path, a, b)
	case a != nil && b != nil && a.kind == b.kind && a.kind == array:
		d.arrays(path, a, b)
	default:
		d.all(path, a, true)
		d.all(path, b, false)
	}
}

// leaf compares two values without parts.
func (d *differ) leaf(path string, a, b *node) {
	var s Set
	if a != nil {
		s.Before = a.text
	}
	if b != nil {
		s.After = b.text
	}
	if s.Before != s.After || (a == nil) != (b == nil) {
		s.Path = path
		d.sets = append(d.sets, s)
	}
}

// objects compares two objects key by key, both in ascending order.
func (d *differ) objects(path string, a, b *node) {
	for i, j := 0, 0; i < len(a.keys) || j < len(b.keys); {
		switch {
		case j == len(b.keys) || i < len(a.keys) && a.keys[i] < b.keys[j]:
			d.compare(join(path, a.keys[i]), &a.kids[i], nil)
			i++
		case i == len(a.keys) || b.keys[j] < a.keys[i]:
			d.compare(join(path, b.keys[j]), nil, &b.kids[j])
			j++
		default:
			d.compare(join(path, a.keys[i]), &a.kids[i], &b.kids[j])
			i, j = i+1, j+1
		}
	}
}

// arrays compares two arrays element by element.
func (d *differ) arrays(path string, a, b *node) {
	for i := range max(len(a.kids), len(b.kids)) {
		var x, y *node
		if i < len(a.kids) {
			x = &a.kids[i]
		}
		if i < len(b.kids) {
			y = &b.kids[i]
		}
		d.compare(join(path, strconv.Itoa(i)), x, y)
	}
}

// all takes every leaf of a value as set, from it or to it.
func (d *differ) all(path string, n *node, before bool) {
	if n == nil {
		return
	}
	for i := range n.kids {
		key := strconv.Itoa(i)
		if n.kind == object {
			key = n.keys[i]
		}
		d.all(join(path, key), &n.kids[i], before)
	}
	if !n.leaf() {
		return
	}
	if before {
		d.leaf(path, n, nil)
	} else {
		d.leaf(path, nil, n)
	}
}

// join puts a name behind a path.
func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
