package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tagout/internal/plan"
	"tagout/internal/plan/plantest"
)

// only reads a plan of one change.
func only(t testing.TB, row plantest.Row) *plan.Change {
	t.Helper()
	p, err := plan.Read(plantest.File(row))
	require.NoError(t, err)
	require.Len(t, p.Changes, 1)
	return &p.Changes[0]
}

// TestSets has each way in which two values can differ.
func TestSets(t *testing.T) {
	type object = map[string]any
	c := only(t, plantest.Row{
		Address: "aws_db_instance.production", Action: plan.Update,
		Before: object{
			"deletion_protection": true, "same": object{"a": []any{1}}, "window": nil, "size": 20,
			"block": []any{object{"armed": true, "n": 1}}, "gone": object{"x": "1"}, "whole": []any{object{"armed": true}},
			"dynamic": plantest.Dynamic{Type: `"string"`, Value: "v"}, "first": []any{}, "text": "1",
		},
		After: object{
			"deletion_protection": false, "same": object{"a": []any{1}}, "window": "mon", "size": -1000.25,
			"block": []any{object{"armed": false, "n": 1}, object{"armed": true}}, "whole": plantest.Unknown{},
			"dynamic": plantest.Dynamic{Type: `"number"`, Value: 1 << 40}, "first": []any{"e"}, "text": plantest.Unknown{}, "new": object{}, "newer": "",
		},
	})
	set, complete := c.Sets()
	require.True(t, complete)
	var got []string
	for _, s := range set {
		got = append(got, fmt.Sprintf("%s: %q -> %q", s.Path, s.Before, s.After))
	}
	require.Equal(t, []string{
		`block.0.armed: "true" -> "false"`,
		`block.1.armed: "" -> "true"`,
		`deletion_protection: "true" -> "false"`,
		`dynamic: "v" -> "1099511627776"`,
		`first.0: "" -> "e"`,
		`gone.x: "1" -> ""`,
		`new: "" -> "{}"`,
		`newer: "" -> ""`,
		`size: "20" -> "-1000.25"`,
		`text: "1" -> "unknown"`,
		`whole.0.armed: "true" -> ""`,
		`whole: "" -> "unknown"`,
		`window: "null" -> "mon"`,
	}, got)
	require.Equal(t, "true", c.Before("deletion_protection"))
	require.Equal(t, "null", c.Before("window"))
	require.Equal(t, "v", c.Before("dynamic"))
	require.Equal(t, "", c.Before("block"))
	require.Equal(t, "", c.Before("new"))
}

// TestNumbers has every form of a value in msgpack.
func TestNumbers(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{"\x7f", "127"}, {"\xe0", "-32"}, {"\xff", "-1"}, {"\xcc\xff", "255"}, {"\xcd\x01\x00", "256"}, {"\xce\x80\x00\x00\x00", "2147483648"},
		{"\xcf\xff\xff\xff\xff\xff\xff\xff\xff", "18446744073709551615"}, {"\xd0\x80", "-128"}, {"\xd1\x80\x00", "-32768"},
		{"\xd2\xff\xff\xff\xfe", "-2"}, {"\xd3\x80\x00\x00\x00\x00\x00\x00\x00", "-9223372036854775808"}, {"\xca\x3f\x80\x00\x00", "1"},
		{"\xcb\x3f\xb9\x99\x99\x99\x99\x99\x9a", "0.1"}, {"\xd9\x02hi", "hi"}, {"\xda\x00\x02hi", "hi"}, {"\xdb\x00\x00\x00\x02hi", "hi"},
		{"\xc0", "null"}, {"\xc2", "false"}, {"\xc3", "true"}, {"\xd4\x00\x00", "unknown"}, {"\xc7\x03\x0c\x81\x01\xc2", "unknown"},
		{"\xc8\x00\x01\x0c\x80", "unknown"}, {"\xd8\x0c0123456789abcdef", "unknown"}, {"\x90", "[]"}, {"\xdc\x00\x00", "[]"}, {"\x80", "{}"},
		{"\xde\x00\x00", "{}"}, {"\xdf\x00\x00\x00\x00", "{}"},
	} {
		change := only(t, plantest.Row{Address: "a.b", Action: plan.Update, RawBefore: []byte("\x81\xa1x\xa1-"), RawAfter: []byte("\x81\xa1x" + c.raw)})
		set, complete := change.Sets()
		require.True(t, complete, c.want)
		require.Equal(t, []plan.Set{{Path: "x", Before: "-", After: c.want}}, set)
	}
}

// TestSetsNotUnderstood: what is broken or beyond a bound is not complete.
func TestSetsNotUnderstood(t *testing.T) {
	for name, raw := range map[string]string{
		"cut":                   "\x81\xa1x",
		"never used":            "\x81\xa1x\xc1",
		"more behind it":        "\x81\xa1x\xc0\xc0",
		"keys not in order":     "\x82\xa1b\xc0\xa1a\xc0",
		"a key twice":           "\x82\xa1a\xc3\xa1a\xc2",
		"a key that is a list":  "\x81\x90\xc0",
		"an unknown extension":  "\x81\xa1x\xd4\x05\x00",
		"bytes":                 "\x81\xa1x\xc4\x01z",
		"a length beyond":       "\xdf\xff\xff\xff\xff",
		"text beyond":           "\x81\xa1x\xdb\xff\xff\xff\xff",
		"an extension beyond":   "\x81\xa1x\xc9\xff\xff\xff\xff\x00",
		"too deep":              strings.Repeat("\x91", 70) + "\xc0",
		"more than 20000 parts": "\xdd\x00\x00\x4e\x21" + strings.Repeat("\xc0", 20001),
	} {
		t.Run(name, func(t *testing.T) {
			good := plantest.Value(map[string]any{"x": true})
			c := only(t, plantest.Row{Address: "a.b", Action: plan.Update, RawBefore: good, RawAfter: []byte(raw)})
			_, complete := c.Sets()
			require.False(t, complete)
			require.Equal(t, "true", c.Before("x"))
			c = only(t, plantest.Row{Address: "a.b", Action: plan.Update, RawBefore: []byte(raw), RawAfter: good})
			_, complete = c.Sets()
			require.False(t, complete)
			require.NotEqual(t, "true", c.Before("y"))
		})
	}
}

// TestSetsWithoutValues: an update that says nothing of its values is not known
// to change nothing.
func TestSetsWithoutValues(t *testing.T) {
	for _, change := range []string{"\x08\x03", "\x08\x03\x12\x05\x0a\x03\x81\xa1x", "\x08\x03\x12\x06\x0a\x04\x81\xa1x\xc3"} {
		m := "\x6a\x03a.b\x4a" + string(rune(len(change))) + change
		p, err := plan.Read(plantest.Archive([]byte("\x08\x03\x1a" + string(rune(len(m))) + m + "\x6a\x00")))
		require.NoError(t, err)
		_, complete := p.Changes[0].Sets()
		require.False(t, complete, "%q", change)
	}
}

// TestType takes the type out of addresses.
func TestType(t *testing.T) {
	for address, want := range map[string]string{
		"aws_db_instance.b": "aws_db_instance", "aws_db_instance.b[12]": "aws_db_instance",
		`module.a[0].aws_db_instance.b["x"]`:                               "aws_db_instance",
		`module.a["].aws_vpc.c[\"x"].module.b.aws_db_instance.b["q\\\"]"]`: "aws_db_instance",
		"data.aws_ami.x": "aws_ami", `module.data["a.b"].data.aws_ami.x["é 日"]`: "aws_ami",
		"module.module.aws_vpc.data": "aws_vpc", "ephemeral.aws_x.y": "aws_x", "größe.naïve-x": "größe",
	} {
		require.Equal(t, want, only(t, plantest.Row{Address: address, Action: plan.Create}).Type())
	}
}

// TestAddressesNotWritten: Terraform reads more than it writes; by that a type
// could be disguised.
func TestAddressesNotWritten(t *testing.T) {
	for _, address := range []string{
		"", "a", "a.", ".b", "a.b.c", "a .b", "a.b ", "a/**/.b", "resource.a.b", "module.a", "module.a.b", "module..a.b", "data.b", "a.b[", "a.b[]",
		"a.b[x]", "a.b[1", `a.b["x]`, `a.b["x"`, `a.b["x"]]`, `a.b["x"]c`, `a.b["\`, `a.b["x\"]`, "a.b[\"\u202e\"]", "a.b[\"\n\"]", "a.b[-1]", "a.*",
		"a\x1b.b", "a.b[1][2]",
	} {
		require.Equal(t, "an address that terraform does not write", refusal(t, plantest.File(plantest.Row{Address: address})), address)
		if address != "" {
			require.Equal(t, "an address that terraform does not write", refusal(t, plantest.File(plantest.Row{Address: "a.b", Previous: address})), address)
		}
	}
}

// deletes makes a plan of n deletions with a dozen attributes each.
func deletes(n int) []byte {
	var all []plantest.Row
	for i := range n {
		attributes := map[string]any{"id": fmt.Sprint("db-", i), "deletion_protection": false}
		for k := range 12 {
			attributes[fmt.Sprint("attribute_", k)] = strings.Repeat("v", 30+i%17)
		}
		all = append(all, plantest.Row{Address: fmt.Sprintf("module.m[%d].aws_db_instance.b[\"%d.x\"]", i%7, i), Action: plan.Delete, Before: attributes})
	}
	return plantest.File(all...)
}

// benchmark reads a plan, and of each deletion the attribute that a person knows
// it by.
func benchmark(b *testing.B, data []byte) {
	b.ReportAllocs()
	for b.Loop() {
		p, err := plan.Read(data)
		if err != nil {
			b.Fatal(err)
		}
		for i := range p.Changes {
			c := &p.Changes[i]
			_, _ = c.Type(), c.Before("id")
		}
	}
}

func BenchmarkReadSmall(b *testing.B) { benchmark(b, deletes(8)) }

func BenchmarkRead3000(b *testing.B) { benchmark(b, deletes(3000)) }

func BenchmarkSets(b *testing.B) {
	before, after := map[string]any{}, map[string]any{"deletion_protection": false}
	for k := range 60 {
		before[fmt.Sprint("a", k)], after[fmt.Sprint("a", k)] = "value", "value"
	}
	c := only(b, plantest.Row{Address: "a.b", Action: plan.Update, Before: before, After: after})
	b.ReportAllocs()
	for b.Loop() {
		c.Sets()
	}
}
