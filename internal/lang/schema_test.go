package lang

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func policySchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	data, err := json.Marshal(schema())
	require.NoError(t, err)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("policy.schema.json", doc))
	s, err := c.Compile("policy.schema.json")
	require.NoError(t, err)
	return s
}

// plainly is a TOML value as editors give it to a schema: dates are strings.
func plainly(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = plainly(v[k])
		}
	case []any:
		for i := range v {
			v[i] = plainly(v[i])
		}
	case []map[string]any:
		var out []any
		for _, e := range v {
			out = append(out, plainly(e))
		}
		return out
	case time.Time:
		if v.Location().String() == "date-local" {
			return v.Format(time.DateOnly)
		}
		return v.Format(time.RFC3339)
	}
	return v
}

// policyFiles are all policies of the repository that are meant to be one.
func policyFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, pattern := range []string{"../../policy/default/*.toml", "../../examples/*.toml"} {
		more, err := filepath.Glob(pattern)
		require.NoError(t, err)
		files = append(files, more...)
	}
	require.Greater(t, len(files), 40)
	return files
}

// Every policy that loads is one by the schema.
func TestSchemaAcceptsPolicies(t *testing.T) {
	s := policySchema(t)
	texts := map[string]string{"policyText": policyText, "toolsText": toolsText}
	for _, name := range policyFiles(t) {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		texts[name] = string(data)
	}
	for name, text := range texts {
		var v map[string]any
		_, err := toml.Decode(text, &v)
		require.NoError(t, err, name)
		assert.NoError(t, s.Validate(plainly(v)), name)
	}
}

// What the schema refuses is a mistake, and it sees those of the classes that a
// schema can: keys, types, fixed words, ids, what is missing.
func TestSchemaRefusesMistakes(t *testing.T) {
	s := policySchema(t)
	data, err := os.ReadFile(mistakesFile)
	require.NoError(t, err)
	seen, refused := 0, 0
	for _, c := range strings.Split(string(data), "\n=== ")[1:] {
		name, body, _ := strings.Cut(c, "\n")
		input, told, _ := strings.Cut(body, "\n---\n")
		var v map[string]any
		if _, err := toml.Decode(input, &v); err != nil {
			continue
		}
		seen++
		err := s.Validate(plainly(v))
		if err != nil {
			refused++
		}
		if slices.ContainsFunc(schemaSees(), func(part string) bool { return strings.Contains(told, part) }) {
			assert.Error(t, err, "%s: %s", name, told)
		}
	}
	t.Logf("of %d mistakes that are TOML the schema refuses %d", seen, refused)
	assert.Greater(t, refused, seen/3)
}

// schemaSees are parts of what is told of mistakes that a schema can see too.
func schemaSees() []string {
	return []string{"unknown key", "unexpected table", "unknown decision", "unknown default", "unknown posture", "unknown mode", "unknown version", "unknown fact",
		"unknown how", "unknown kind \"", "unknown option style", "unknown place", "has no match", "has no decision", "has no reason", " is a number", " is a boolean", " is a table", " is a list", "holds a number", "bad rule id"}
}

// The file for editors is what would be written now.
func TestSchemaFileIsCurrent(t *testing.T) {
	got, err := os.ReadFile("../../policy/policy.schema.json")
	require.NoError(t, err)
	want, err := SchemaText()
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got), "go generate ./...")
}
