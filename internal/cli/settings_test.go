package cli

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/harness"
	"tagout/internal/settings"
	"tagout/internal/tree"
)

func claudeSettings() *jsonSettings {
	r := harness.Find("claude").Registration()
	entries, err := entriesFor(r, "claude", "/opt/tagout")
	if err != nil {
		panic(err)
	}
	return &jsonSettings{name: "s.json", r: r, entries: entries}
}

// odd settings that people and programs write; none of them holds tagout.
func foreignSettings() []string {
	return []string{
		"", "\n", "{}", "{}\n", "{ }", "{\n}\n", "\xef\xbb\xbf{}\n",
		`{"model":"opus"}`, "{\n  \"model\": \"opus\"\n}", "{\n\t\"model\": \"opus\",\n\t\"env\": {}\n}\n",
		"{\r\n    \"model\": \"opus\"\r\n}\r\n",
		`{"hooks":{}}`, "{\"hooks\": {\n} }", `{"hooks":{"PreToolUse":[]}}`, `{"hooks":{"Stop":[]},"a":1}`,
		`{"hooks":{"PreToolUse":[{"matcher":"Bash","hooks":[{"type":"command","command":"x"}]}]}}`,
		`{"hooks":{"PreToolUse":[{"matcher":"Bash","hooks":[]} , {"hooks":[ ]}],"Stop":[{"hooks":[]}]}}`,
		"{\n  \"hooks\": {\n    \"PreToolUse\": [\n      {\n        \"matcher\": \"Bash\",\n        \"hooks\": [\n          {\"type\": \"command\", \"command\": \"/x/mine hook\"}\n        ]\n      }\n    ]\n  },\n  \"z\": 1.50\n}\n",
		`{"hooks":{"PreToolUse":[{"matcher":"Bash","hooks":[{"type":"command","command":"/opt/tagout","args":["check"]}]}]}}`,
		`{"a":"\u00e9\/","big":12345678901234567890,"e":1e400}`,
	}
}

// TestRegisterAndBack proves that what install adds is all it changes, and
// that uninstall gives every file back byte for byte.
func TestRegisterAndBack(t *testing.T) {
	s := claudeSettings()
	for _, doc := range foreignSettings() {
		with, err := s.add([]byte(doc))
		require.NoError(t, err, doc)
		root, err := tree.Parse(with)
		require.NoError(t, err, string(with))
		own := s.own(root)
		require.Len(t, own, 2, string(with))
		assert.Equal(t, "PreToolUse SessionStart", own[0].event+" "+own[1].event)
		assert.Empty(t, settings.Mistakes(root), string(with))
		var rest, before map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(trimMark(with), &rest))
		if strings.TrimSpace(doc) != "" {
			require.NoError(t, json.Unmarshal(trimMark([]byte(doc)), &before))
			for name := range before {
				assert.Contains(t, rest, name, doc)
			}
		}
		again, err := s.add(with)
		require.NoError(t, err)
		assert.Equal(t, string(with), string(again), "a second time changes nothing")
		back, err := s.remove(with, []byte(doc))
		require.NoError(t, err)
		assert.Equal(t, doc, string(back))
		back, err = s.remove([]byte(doc), []byte(doc))
		require.NoError(t, err)
		assert.Equal(t, doc, string(back), "nothing of tagout's, nothing to do")
	}
}

func trimMark(data []byte) []byte { return []byte(strings.TrimPrefix(string(data), "\xef\xbb\xbf")) }

// TestRestStaysAsItIs edits beside a change of the user's, when no backup can
// help.
func TestRestStaysAsItIs(t *testing.T) {
	s := claudeSettings()
	doc := "{ \"model\":\"opus\",\n\"hooks\": {\"Stop\":[ ]  } }"
	with, err := s.add([]byte(doc))
	require.NoError(t, err)
	changed := strings.Replace(string(with), `"opus"`, `"sonnet"`, 1)
	back, err := s.remove([]byte(changed), []byte(doc))
	require.NoError(t, err)
	assert.Equal(t, strings.Replace(doc, `"opus"`, `"sonnet"`, 1), string(back))
	back, err = s.remove([]byte(changed), nil)
	require.NoError(t, err)
	assert.Equal(t, strings.Replace(doc, `"opus"`, `"sonnet"`, 1), string(back))
}

// TestContainersThatWereThere stay, also when a change keeps the backup from
// coming back whole.
func TestContainersThatWereThere(t *testing.T) {
	s := claudeSettings()
	for _, tt := range []struct{ before, want string }{
		{`{"a":1}`, `{"a":2}`},
		{`{"a":1,"hooks":{}}`, `{"a":2,"hooks":{}}`},
		{`{"a":1,"hooks":{"PreToolUse":[]}}`, `{"a":2,"hooks":{"PreToolUse":[]}}`},
	} {
		with, err := s.add([]byte(tt.before))
		require.NoError(t, err)
		changed := strings.Replace(string(with), `"a":1`, `"a":2`, 1)
		back, err := s.remove([]byte(changed), []byte(tt.before))
		require.NoError(t, err)
		assert.Equal(t, tt.want, string(back))
	}
}

// TestUpgrade replaces entries of earlier versions, and ones by hand, in place.
func TestUpgrade(t *testing.T) {
	s, group, start := claudeSettings(), claudeSettings().entries[0].text, string(claudeSettings().entries[1].text)
	first := `{"matcher":"X","hooks":[{"type":"command","command":"first"}]}`
	last := `{"matcher":"Y","hooks":[{"type":"command","command":"last"}]}`
	for name, old := range map[string]string{
		"exec form": `{"matcher":"Bash","hooks":[{"type":"command","command":"/old/tagout","args":["hook"],"timeout":5}]}`,
		"by a line": `{"matcher":"bash","hooks":[{"type":"command","command":"GOMAXPROCS=1 '/old path/tagout' hook --harness=claude"}]}`,
		"two":       `{"matcher":"Bash","hooks":[{"type":"command","command":"tagout hook"},{"type":"command","command":"tagout","args":["hook"]}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			doc := `{"hooks":{"PreToolUse":[` + first + `,` + old + `,` + last + `],"Stop":[` + old + `]}}`
			got, err := s.add([]byte(doc))
			require.NoError(t, err)
			assert.Equal(t, `{"hooks":{"PreToolUse":[`+first+`,`+string(group)+`,`+last+`],"SessionStart":[`+start+`]}}`, string(got))
		})
	}
	shared := `{"matcher":"Bash","hooks":[{"type":"command","command":"mine"},{"type":"command","command":"tagout hook"}]}`
	got, err := s.add([]byte(`{"hooks":{"PreToolUse":[` + shared + `]}}`))
	require.NoError(t, err)
	assert.Equal(t, `{"hooks":{"PreToolUse":[{"matcher":"Bash","hooks":[{"type":"command","command":"mine"}]},`+string(group)+`],"SessionStart":[`+start+`]}}`, string(got))
}

func TestIsOwn(t *testing.T) {
	own := []string{
		`{"command":"/x/tagout","args":["hook","--harness=claude"]}`, `{"command":"tagout hook"}`,
		`{"command":"\"/x y/tagout\" hook"}`, `{"command":"C:/x/tagout.exe hook"}`, `{"command":"A=1 exec tagout hook"}`,
	}
	foreign := []string{
		`{"command":"/x/tagout","args":["check"]}`, `{"command":"/x/tagout","args":[]}`, `{"command":"/x/tagout"}`, `{"command":"tagout check"}`,
		`{"command":"mytagout hook"}`, `{"command":"hook tagout"}`, `{"type":"prompt"}`, `{"command":["tagout","hook"]}`, `"tagout hook"`,
	}
	for _, doc := range own {
		root, err := tree.Parse([]byte(doc))
		require.NoError(t, err)
		_, own := hookOf(root)
		assert.True(t, own, doc)
	}
	for _, doc := range foreign {
		root, err := tree.Parse([]byte(doc))
		require.NoError(t, err)
		_, own := hookOf(root)
		assert.False(t, own, doc)
	}
}

// FuzzRegister edits whatever parses: the result parses too, holds tagout
// once, and comes back as it was.
func FuzzRegister(f *testing.F) {
	for _, doc := range foreignSettings() {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		s := claudeSettings()
		parsed, err := s.read(doc)
		if err != nil || len(s.own(parsed.Root)) > 0 {
			return
		}
		with, err := s.add(doc)
		require.NoError(t, err)
		after, err := tree.Parse(with)
		require.NoError(t, err)
		require.Len(t, s.own(after), 2)
		back, err := s.remove(with, doc)
		require.NoError(t, err)
		require.Equal(t, string(doc), string(back))
	})
}
