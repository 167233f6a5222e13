package plan

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// The wire types of protobuf (protobuf.dev/programming-guides/encoding). Groups,
// 3 and 4, are in no plan and not read.
const (
	wireVarint = 0
	wire64     = 1
	wireBytes  = 2
	wire32     = 5

	maxField = 1<<29 - 1
)

// field is one field of a message: a number, or bytes.
type field struct {
	id    uint64
	wire  uint64
	value uint64
	bytes string
}

// each visits the fields of a message in their order.
func each(message string, visit func(*field) error) error {
	var f field
	for message != "" {
		rest, err := f.read(message)
		if err != nil {
			return err
		}
		if err := visit(&f); err != nil {
			return err
		}
		message = rest
	}
	return nil
}

// read takes the first field off a message.
func (f *field) read(message string) (rest string, err error) {
	tag, rest, err := varint(message)
	if err != nil {
		return "", err
	}
	*f = field{id: tag >> 3, wire: tag & 7}
	if f.id == 0 || f.id > maxField {
		return "", errors.New("broken: a field number out of range")
	}
	switch f.wire {
	case wireVarint:
		f.value, rest, err = varint(rest)
	case wire64:
		f.bytes, rest, err = cut(rest, 8)
	case wire32:
		f.bytes, rest, err = cut(rest, 4)
	case wireBytes:
		var n uint64
		if n, rest, err = varint(rest); err == nil {
			f.bytes, rest, err = cut(rest, n)
		}
	default:
		err = fmt.Errorf("broken: wire type %d", f.wire)
	}
	return rest, err
}

// varint takes a number of seven bits a byte off s, the lowest first.
func varint(s string) (v uint64, rest string, err error) {
	for i := 0; i < len(s); i++ {
		b := s[i]
		if i == 9 && b > 1 {
			return 0, "", errors.New("broken: a number of more than 64 bits")
		}
		v |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			return v, s[i+1:], nil
		}
	}
	return 0, "", errors.New("truncated")
}

// cut takes n bytes off s.
func cut(s string, n uint64) (head, rest string, err error) {
	if n > uint64(len(s)) {
		return "", "", errors.New("truncated")
	}
	return s[:n], s[n:], nil
}

// number sets v to the number of a field. Where a field comes twice, the last one
// counts, as everywhere in protobuf.
func (f *field) number(v *uint64) error {
	if f.wire != wireVarint {
		return f.unlike()
	}
	*v = f.value
	return nil
}

// text sets v to the text of a field.
func (f *field) text(v *string) error {
	if f.wire != wireBytes || !utf8.ValidString(f.bytes) {
		return f.unlike()
	}
	*v = f.bytes
	return nil
}

// raw sets v to the bytes of a field.
func (f *field) raw(v *string) error {
	if f.wire != wireBytes {
		return f.unlike()
	}
	*v = f.bytes
	return nil
}

// once sets v to the message of a field, which protobuf would merge if it came
// twice. No plan has that.
func (f *field) once(v *string, seen *bool) error {
	if *seen {
		return fmt.Errorf("broken: field %d twice", f.id)
	}
	*seen = true
	return f.raw(v)
}

// unlike is the error of a field whose content is not what its number says.
// protobuf would skip it as unknown.
func (f *field) unlike() error { return fmt.Errorf("broken: field %d of another type", f.id) }
