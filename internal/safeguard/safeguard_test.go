package safeguard

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sample has each shape of finding: two at one place, one of a whole file, one
// of the home, one of no file.
func sample() Report {
	return Report{
		Files: 3,
		Findings: []Finding{
			{ID: "SG-AGENT-1", Severity: High, About: "tagout", Msg: "registered: nowhere", Mend: "tagout install claude"},
			{ID: "SG-PROT-1", Severity: High, File: "a b.tf", Line: 2, Col: 7, Len: 5, Source: "😀\u00a0\x1b[m x = 1", About: "aws_lb.x", Msg: "is bad\x1b[31m", Mend: "x = 2"},
			{ID: "SG-PROT-2", Severity: Medium, File: "a b.tf", Line: 2, Col: 7, Len: 5, Source: "😀\u00a0\x1b[m x = 1", About: "aws_lb.x", Msg: "is worse", Mend: "y {\n  z = 1\n}"},
			{ID: "SG-PROT-3", Severity: Medium, File: "a b.tf", Line: 3, Col: 7, Len: 1, Source: "123456x", About: "aws_lb.x", Msg: "is off", Mend: "on"},
			{ID: "SG-STATE-4", Severity: Low, File: "terraform.tfstate", About: "terraform.tfstate", Msg: "is tracked", Mend: "git rm --cached"},
			{ID: "SG-AGENT-1", Severity: Low, File: "~/.claude/settings.json", Line: 1, Col: 1, Source: "", About: "Claude Code", Msg: "m", Mend: "w"},
		},
		Unseen: []Unseen{{1, "first"}, {1, "second"}, {7, "third"}},
	}
}

func TestPrint(t *testing.T) {
	var b strings.Builder
	painted := ""
	require.NoError(t, sample().Print(&b, func(s Severity, text string) string {
		painted += text + "|"
		return text
	}))
	assert.Equal(t, `tagout
  high    SG-AGENT-1   registered: nowhere
                       mend: tagout install claude

a b.tf:2:7: aws_lb.x
  |
2 | 😀\u00a0\x1b[m x = 1
  |         ^~~~~~~~
  high    SG-PROT-1    is bad\x1b[31m
                       mend: x = 2
  medium  SG-PROT-2    is worse
                       mend: y {
                               z = 1
                             }

a b.tf:3:7: aws_lb.x
  |
3 | 123456x
  |       ^
  medium  SG-PROT-3    is off
                       mend: on

terraform.tfstate: terraform.tfstate
  low     SG-STATE-4   is tracked
                       mend: git rm --cached

~/.claude/settings.json:1:1: Claude Code
  |
1 |
  | ^
  low     SG-AGENT-1   m
                       mend: w

6 findings: 2 high, 2 medium, 2 low (3 files read)
not to be seen by reading:
  1 protection           first
                         second
  7 heeded refusals      third
`, b.String())
	assert.Equal(t, "high  |high  |medium|medium|low   |low   |", painted)

	b.Reset()
	require.NoError(t, Report{Files: 1}.Print(&b, func(_ Severity, text string) string { return text }))
	assert.Equal(t, "0 findings (1 file read)\n", b.String())
}

// TestSARIF checks what the schema cannot: that rules are found by their index,
// and that columns count what they say they count. That logs are valid by the
// schema of SARIF 2.1.0 was checked with it.
func TestSARIF(t *testing.T) {
	var b strings.Builder
	require.NoError(t, sample().SARIF(&b, "1.2.3"))
	log := b.String()
	assert.Equal(t, "utf16CodeUnits", within(t, log, "runs", 0, "columnKind"))
	assert.Equal(t, "1.2.3", within(t, log, "runs", 0, "tool", "driver", "version"))
	for i, f := range sample().Findings {
		assert.Equal(t, f.ID, within(t, log, "runs", 0, "results", i, "ruleId"))
		rule := int(within(t, log, "runs", 0, "results", i, "ruleIndex").(float64))
		assert.Equal(t, f.ID, within(t, log, "runs", 0, "tool", "driver", "rules", rule, "id"))
	}
	assert.Nil(t, within(t, log, "runs", 0, "results", 0, "locations"))
	at := []any{"runs", 0, "results", 1, "locations", 0, "physicalLocation"}
	assert.Equal(t, map[string]any{"uri": "a%20b.tf", "uriBaseId": "PROJECT"}, within(t, log, append(at, "artifactLocation")...))
	assert.Equal(t, map[string]any{"startLine": 2.0, "startColumn": 4.0, "endColumn": 9.0}, within(t, log, append(at, "region")...),
		"😀 is two units, the space after it one though it has two bytes")
	assert.Equal(t, "error", within(t, log, "runs", 0, "results", 1, "level"))
	assert.Nil(t, within(t, log, "runs", 0, "results", 4, "locations", 0, "physicalLocation", "region"))
	assert.Equal(t, map[string]any{"uri": ".claude/settings.json", "uriBaseId": "HOME"}, within(t, log, "runs", 0, "results", 5, "locations", 0, "physicalLocation", "artifactLocation"))
	assert.Equal(t, "protection: first", within(t, log, "runs", 0, "invocations", 0, "toolExecutionNotifications", 0, "message", "text"))
}

// gjson follows names and indexes into a JSON text; nil where there is nothing.
func within(t *testing.T, text string, way ...any) any {
	t.Helper()
	var at any
	require.NoError(t, json.Unmarshal([]byte(text), &at))
	for _, step := range way {
		switch step := step.(type) {
		case string:
			at = at.(map[string]any)[step]
		case int:
			at = at.([]any)[step]
		}
	}
	return at
}

func TestChecksAreSorted(t *testing.T) {
	last := ""
	for _, c := range checks() {
		assert.Less(t, last, c[0])
		last = c[0]
	}
}
