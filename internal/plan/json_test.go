package plan_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tagout/internal/plan"
)

// isUnknown stands for what is not known before the change.
type isUnknown struct{}

// withUnknown puts what after_unknown says into after.
func withUnknown(after, unknown any) any {
	switch u := unknown.(type) {
	case bool:
		if u {
			return isUnknown{}
		}
	case map[string]any:
		m, _ := after.(map[string]any)
		out := map[string]any{}
		maps.Copy(out, m)
		for k, v := range u {
			if part := withUnknown(out[k], v); part != nil {
				out[k] = part
			}
		}
		if m != nil || len(out) > 0 {
			return out
		}
	case []any:
		l, ok := after.([]any)
		if !ok {
			return after
		}
		out := slices.Clone(l)
		for i, v := range u {
			out[i] = withUnknown(out[i], v)
		}
		return out
	}
	return after
}

// leaves spells the leaves of a JSON value by their paths.
func leaves(out map[string]string, path string, v any) {
	under := func(name string) string { return strings.TrimPrefix(path+"."+name, ".") }
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 0 {
			out[path] = "{}"
		}
		for k, e := range v {
			leaves(out, under(k), e)
		}
	case []any:
		if len(v) == 0 {
			out[path] = "[]"
		}
		for i, e := range v {
			leaves(out, under(strconv.Itoa(i)), e)
		}
	case nil:
		out[path] = "null"
	case isUnknown:
		out[path] = "unknown"
	case json.Number:
		f, _, err := big.ParseFloat(v.String(), 10, 512, big.ToNearestEven)
		if err != nil {
			panic(err)
		}
		out[path] = f.Text('f', -1)
	default:
		out[path] = fmt.Sprint(v)
	}
}

// wantSets is what Sets should say of a change: the leaves that differ.
func wantSets(before, after any) (out []string) {
	a, b := map[string]string{}, map[string]string{}
	leaves(a, "", before)
	leaves(b, "", after)
	for path, x := range a {
		if y := b[path]; x != y {
			out = append(out, fmt.Sprintf("%s: %q -> %q", path, x, y))
		}
	}
	for path, y := range b {
		if _, both := a[path]; !both {
			out = append(out, fmt.Sprintf("%s: %q -> %q", path, "", y))
		}
	}
	slices.Sort(out)
	return out
}

// sameSets compares the values of the updates and replacements.
func sameSets(t *testing.T, p *plan.Plan, want *shown) (compared int) {
	t.Helper()
	values := map[string][2]any{}
	for _, c := range want.Changes {
		values[c.Address+"|"+c.Deposed] = [2]any{c.Change.Before, withUnknown(c.Change.After, c.Change.Unknown)}
	}
	for i := range p.Changes {
		c := &p.Changes[i]
		if c.Action != plan.Update && !c.Action.Replaces() {
			continue
		}
		compared++
		sets, complete := c.Sets()
		require.True(t, complete, c.Address)
		var got []string
		for _, s := range sets {
			got = append(got, fmt.Sprintf("%s: %q -> %q", s.Path, s.Before, s.After))
		}
		slices.Sort(got)
		v := values[c.Address+"|"+c.Deposed]
		require.Equal(t, wantSets(v[0], v[1]), got, c.Address)
		id, _ := v[0].(map[string]any)["id"].(string)
		require.Equal(t, id, c.Before("id"))
	}
	return compared
}
