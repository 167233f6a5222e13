package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/rule"
)

// A tool and a rule are each written as one text, from which package builtin
// makes them when they are asked for. As Go literals they would be some 30,000
// arrays with pointers in them, and the runtime works out at every start where
// the pointers are: three quarters of all that the hook's process computed.
//
// A number is a varint. A string is its length and its bytes, a slice its length
// and its elements. A struct is a number with a bit for each field that is set,
// the first in the lowest bit, and those fields. Before all of it stands how
// many elements the slices of each type have together, so that each type needs
// memory once.

// packed returns a tool or a rule as a text.
func packed(v any) string {
	p := packer{total: make([]int, len(sliceTypes()))}
	p.value(reflect.ValueOf(v))
	var head []byte
	for _, n := range p.total {
		head = binary.AppendUvarint(head, uint64(n))
	}
	return string(head) + string(p.data)
}

// packer is a text in the making.
type packer struct {
	data  []byte
	total []int // elements by type of slice
}

func (p *packer) uint(n uint64) { p.data = binary.AppendUvarint(p.data, n) }

func (p *packer) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		p.uint(uint64(v.Len()))
		p.data = append(p.data, v.String()...)
	case reflect.Bool: // only what is true is written
	case reflect.Int:
		p.data = binary.AppendVarint(p.data, v.Int())
	case reflect.Uint8:
		p.uint(v.Uint())
	case reflect.Slice:
		p.uint(uint64(v.Len()))
		p.total[slices.Index(sliceTypes(), v.Type())] += v.Len()
		for i := range v.Len() {
			p.value(v.Index(i))
		}
	case reflect.Struct:
		p.fields(v)
	default:
		panic("no text for " + v.Type().String())
	}
}

func (p *packer) fields(v reflect.Value) {
	set := uint64(0)
	for i := range v.NumField() {
		if !v.Field(i).IsZero() {
			set |= 1 << i
		}
	}
	p.uint(set)
	for i := range v.NumField() {
		if set&(1<<i) != 0 {
			p.value(v.Field(i))
		}
	}
}

// sliceTypes are the types of the slices in tools and rules, in order of their
// appearance.
func sliceTypes() []reflect.Type {
	return typesOf(reflect.Slice)
}

// typesOf are the types of a kind that tools and rules are made of.
func typesOf(kind reflect.Kind) []reflect.Type {
	var seen []reflect.Type
	var visit func(t reflect.Type)
	visit = func(t reflect.Type) {
		if slices.Contains(seen, t) {
			return
		}
		seen = append(seen, t)
		switch t.Kind() {
		case reflect.Slice:
			visit(t.Elem())
		case reflect.Struct:
			for i := range t.NumField() {
				visit(t.Field(i).Type)
			}
		}
	}
	visit(reflect.TypeFor[catalog.Tool]())
	visit(reflect.TypeFor[rule.Rule]())
	return slices.DeleteFunc(seen, func(t reflect.Type) bool { return t.Kind() != kind })
}

// unpacker returns the Go file that reads the texts again.
func unpacker() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, head, "the types of internal/catalog and internal/rule")
	b.WriteString("import (\n\"tagout/internal/catalog\"\n\"tagout/internal/rule\"\n)\n\n")
	lists := sliceTypes()
	b.WriteString("// room is memory for the elements of the slices of each type.\ntype room struct {\n")
	for _, t := range lists {
		fmt.Fprintf(&b, "%s []%s\n", typeName(t), t.Elem())
	}
	b.WriteString("}\n\nfunc (r *reader) makeRoom() {\n")
	for _, t := range lists {
		fmt.Fprintf(&b, "r.room.%s = space[%s](r.uint())\n", typeName(t), t.Elem())
	}
	b.WriteString("}\n")
	for _, t := range lists {
		name := typeName(t)
		fmt.Fprintf(&b, "\nfunc (r *reader) %s(v *%s) {\n*v = take(&r.room.%s, r.uint())\nfor i := range *v {\n%s\n}\n}\n",
			name, t, name, reading("(*v)[i]", t.Elem()))
	}
	for _, t := range typesOf(reflect.Struct) {
		fmt.Fprintf(&b, "\nfunc (r *reader) %s(v *%s) {\nset := r.uint()\n", typeName(t), t)
		for i := range t.NumField() {
			fmt.Fprintf(&b, "if set&%#x != 0 {\n%s\n}\n", 1<<i, reading("v."+t.Field(i).Name, t.Field(i).Type))
		}
		b.WriteString("}\n")
	}
	return b.Bytes()
}

// reading is a statement that reads a value of a type into a place.
func reading(place string, t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return place + " = r.string()"
	case reflect.Bool:
		return place + " = true"
	case reflect.Int:
		return place + " = r.int()"
	case reflect.Uint8:
		return fmt.Sprintf("%s = %s(r.uint())", place, t)
	}
	return fmt.Sprintf("r.%s(&%s)", typeName(t), place)
}

// typeName makes an identifier of a type: catalogOpt, stringList.
func typeName(t reflect.Type) string {
	if t.Kind() == reflect.Slice {
		return typeName(t.Elem()) + "List"
	}
	pkg, name, ok := strings.Cut(t.String(), ".")
	if !ok {
		return pkg
	}
	return pkg + name
}
