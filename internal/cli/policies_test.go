package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const seedDenied = `version = 1
[rule.no-seed]
match = "make seed"
decision = "deny"
reason = "r"
`

// neighbours are a home with a project that has a policy, one without, and one
// whose policy has a mistake.
func neighbours(t *testing.T) (m *machine, strict, none, broken string) {
	m = newMachine(t, "version = 1\n")
	for dir, text := range map[string]string{"strict": seedDenied, "none": "", "broken": "rule ="} {
		require.NoError(t, os.MkdirAll(m.home+"/src/"+dir+"/sub", 0o755))
		if text != "" {
			require.NoError(t, os.WriteFile(m.home+"/src/"+dir+"/.tagout.toml", []byte(text), 0o644))
		}
	}
	return m, m.home + "/src/strict", m.home + "/src/none", m.home + "/src/broken"
}

// TestBatchFindsEachProject: every line is judged by the projects at and above its
// own directory.
func TestBatchFindsEachProject(t *testing.T) {
	m, strict, none, broken := neighbours(t)
	var in strings.Builder
	want := []string{}
	for range 50 {
		for _, q := range []struct{ dir, command, want string }{
			{strict, "make seed", "deny"}, {strict + "/sub", "make seed", "deny"}, {none, "make seed", "none"},
			{broken, "make seed", "ask"}, {broken, "ls", "none"}, {broken, "terraform destroy", "deny"},
		} {
			fmt.Fprintf(&in, "{\"command\":%q,\"cwd\":%q}\n", q.command, q.dir)
			want = append(want, q.want)
		}
	}
	c := m.command()
	c.in = strings.NewReader(in.String())
	m.out.Reset()
	code, err := c.run([]string{"check", "--batch"})
	require.NoError(t, err)
	require.Zero(t, code)
	var got []string
	for d := json.NewDecoder(bytes.NewReader(m.out.Bytes())); d.More(); {
		var line struct{ Decision string }
		require.NoError(t, d.Decode(&line))
		got = append(got, line.Decision)
	}
	assert.Equal(t, want, got)
}

// TestReplayFindsEachProject is the same for commands of the past.
func TestReplayFindsEachProject(t *testing.T) {
	m, strict, none, broken := neighbours(t)
	var past strings.Builder
	for _, dir := range []string{strict, none, broken} {
		fmt.Fprintf(&past, `{"type":"assistant","sessionId":"s","cwd":%q,"message":{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"Bash","input":{"command":"make seed"}}]}}`+"\n", dir)
	}
	require.NoError(t, os.WriteFile(m.home+"/t.jsonl", []byte(past.String()), 0o644))
	m.out.Reset()
	code, err := m.command().run([]string{"replay", "--json", m.home + "/t.jsonl"})
	require.NoError(t, err)
	require.Zero(t, code)
	var got replayReport
	require.NoError(t, json.Unmarshal(m.out.Bytes(), &got))
	assert.Equal(t, map[string]int{"deny": 1, "ask": 1, "none": 1}, nonZero(got.Decision))
}

func nonZero(counts map[string]int) map[string]int {
	out := map[string]int{}
	for d, n := range counts {
		if n > 0 {
			out[d] = n
		}
	}
	return out
}
