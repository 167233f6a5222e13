package builtin

// reader makes tools and rules of the texts that internal/gen packs them into.
// Their strings stay where they are in the text.
type reader struct {
	text string
	at   int // of what is read next
	room room
}

func unpack(text string) *reader {
	r := &reader{text: text}
	r.makeRoom()
	return r
}

// uint reads a varint.
func (r *reader) uint() int {
	n := int(r.text[r.at])
	r.at++
	if n < 0x80 {
		return n
	}
	return r.long(n & 0x7f)
}

// long reads the rest of a varint of several bytes.
func (r *reader) long(n int) int {
	for shift := 7; ; shift += 7 {
		b := r.text[r.at]
		r.at++
		n |= int(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
}

// int reads a varint with a sign, which is in the lowest bit.
func (r *reader) int() int {
	n := r.uint()
	return n>>1 ^ -(n & 1)
}

func (r *reader) string() string {
	n := r.uint()
	r.at += n
	return r.text[r.at-n : r.at]
}

// space is room for n elements.
func space[T any](n int) []T {
	if n == 0 {
		return nil
	}
	return make([]T, n)
}

// take cuts n elements off the room.
func take[T any](room *[]T, n int) []T {
	if n == 0 {
		return []T{}
	}
	list := (*room)[:n:n]
	*room = (*room)[n:]
	return list
}
