package plantest

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
)

// Unknown is the value of what is known only after the change.
type Unknown struct{}

// Dynamic is a value whose type is dynamic: it is written with its type.
type Dynamic struct {
	// Type is the type as cty writes it in JSON: "bool", ["list","string"].
	Type  string
	Value any
}

// Value makes msgpack of a value as cty does: of nil, bool, int, float64, string,
// Unknown, Dynamic, []any and map[string]any of such. It panics at any other.
func Value(v any) []byte { return appendValue(nil, v) }

func appendValue(out []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(out, 0xc0)
	case bool:
		if v {
			return append(out, 0xc3)
		}
		return append(out, 0xc2)
	case int:
		if v >= 0 && v < 0x80 {
			return append(out, byte(v))
		}
		return binary.BigEndian.AppendUint64(append(out, 0xd3), uint64(v))
	case float64:
		return binary.BigEndian.AppendUint64(append(out, 0xcb), math.Float64bits(v))
	case string:
		return appendText(out, v)
	case Unknown:
		return append(out, 0xd4, 0, 0)
	case Dynamic:
		out = append(out, 0x92, 0xc4, byte(len(v.Type)))
		return appendValue(append(out, v.Type...), v.Value)
	case []any:
		out = appendCount(out, 0x90, 0xdd, len(v))
		for _, e := range v {
			out = appendValue(out, e)
		}
		return out
	case map[string]any:
		out = appendCount(out, 0x80, 0xdf, len(v))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			out = appendValue(appendText(out, key), v[key])
		}
		return out
	}
	panic(fmt.Sprintf("no value of a plan: %T", v))
}

// appendText appends a string.
func appendText(out []byte, s string) []byte {
	if len(s) < 32 {
		return append(append(out, 0xa0|byte(len(s))), s...)
	}
	out = binary.BigEndian.AppendUint32(append(out, 0xdb), uint32(len(s)))
	return append(out, s...)
}

// appendCount appends how many elements or pairs follow.
func appendCount(out []byte, short, long byte, n int) []byte {
	if n < 16 {
		return append(out, short|byte(n))
	}
	return binary.BigEndian.AppendUint32(append(out, long), uint32(n))
}
