package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/policy"
)

func TestParseOptions(t *testing.T) {
	tests := []struct {
		args, rest string
		on         bool
		text       string
		err        string
	}{
		{"", "", false, "", ""},
		{"--on ls -l", "ls -l", true, "", ""},
		{"--text a --on", "", true, "a", ""},
		{"--text=a=b ls", "ls", false, "a=b", ""},
		{"-- --on", "--on", false, "", ""},
		{"--on - --text", "- --text", true, "", ""},
		{"--text= ls", "ls", false, "", ""},
		{"--of ls", "", false, "", `unknown option "--of"`},
		{"--on=1", "", false, "", "option --on takes no value"},
		{"--text", "", false, "", "option --text needs a value"},
		{"--one c", "", false, "", `unknown value "c" for --one`},
	}
	for _, tt := range tests {
		var on bool
		var text, one string
		rest, err := parse(strings.Fields(tt.args), []option{{name: "--on", on: &on}, {name: "--text", text: &text}, {name: "--one", text: &one, want: []string{"a", "b"}}})
		if tt.err != "" {
			assert.EqualError(t, err, tt.err, tt.args)
			continue
		}
		require.NoError(t, err, tt.args)
		assert.Equal(t, tt.rest, strings.Join(rest, " "), tt.args)
		assert.Equal(t, tt.on, on, tt.args)
		assert.Equal(t, tt.text, text, tt.args)
	}
}

// What stands behind -- is no option, however much of it there is.
func TestWordsBehindDashes(t *testing.T) {
	var on bool
	var text string
	opts := []option{{name: "--on", on: &on}, {name: "--text", text: &text}}
	for args, want := range map[string]string{
		"-- a --on": "a --on", "a -- --on --text": "a --on --text", "--text -- -- --on": "--on", "--text x -- -- b": "-- b", "--": "",
	} {
		on = false
		got, err := words(strings.Fields(args), opts)
		require.NoError(t, err, args)
		assert.Equal(t, want, strings.Join(got, " "), args)
		assert.False(t, on, args)
	}
}

// TestBatchOrder sends many lines through all workers, and one at a time to a
// caller that waits for each answer.
func TestBatchOrder(t *testing.T) {
	const n = 3000
	var in strings.Builder
	for i := range n {
		if i%100 == 7 {
			in.WriteString("broken\n")
			continue
		}
		fmt.Fprintf(&in, "{\"id\":%d,\"command\":\"ls %d\"}\n", i, i)
	}
	var out, errw bytes.Buffer
	require.Equal(t, 0, Main([]string{"check", "--batch"}, strings.NewReader(in.String()), &out, &errw, nil, nil), errw.String())
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	require.Len(t, lines, n)
	for i, line := range lines {
		var got struct {
			ID       *int
			Decision string
			Error    string
		}
		require.NoError(t, json.Unmarshal([]byte(line), &got))
		if i%100 == 7 {
			assert.Equal(t, "ask", got.Decision)
			assert.NotEmpty(t, got.Error)
			continue
		}
		assert.Equal(t, i, *got.ID)
		assert.Equal(t, "none", got.Decision)
	}
}

func TestBatchAnswersAtOnce(t *testing.T) {
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	done := make(chan int)
	go func() {
		done <- Main([]string{"check", "--batch"}, inR, outW, io.Discard, nil, nil)
		outW.Close()
	}()
	dec := json.NewDecoder(outR)
	for i := range 3 {
		_, err := fmt.Fprintf(inW, "{\"id\":%d,\"command\":\"ls\"}\n", i)
		require.NoError(t, err)
		var got struct{ ID int }
		require.NoError(t, dec.Decode(&got))
		assert.Equal(t, i, got.ID)
	}
	require.NoError(t, inW.Close())
	assert.Equal(t, 0, <-done)
}

func TestBatchFailures(t *testing.T) {
	var errw bytes.Buffer
	assert.Equal(t, 3, Main([]string{"check", "--batch"}, strings.NewReader("{\"command\":\"ls\"}\n"), failing{}, &errw, nil, nil))
	assert.Contains(t, errw.String(), "no space")
	errw.Reset()
	assert.Equal(t, 3, Main([]string{"check", "--batch"}, failing{}, io.Discard, &errw, nil, nil))
	assert.Contains(t, errw.String(), "no space")
}

type failing struct{}

func (failing) Read([]byte) (int, error)  { return 0, fmt.Errorf("no space") }
func (failing) Write([]byte) (int, error) { return 0, fmt.Errorf("no space") }

func TestOutputFailures(t *testing.T) {
	for _, args := range [][]string{{"rules"}, {"rules", "--json"}, {"version"}, {"check", "ls"}, {"check", "--json", "ls"}, {"help"}} {
		assert.Equal(t, 3, Main(args, strings.NewReader(""), failing{}, io.Discard, nil, nil), args)
	}
}

func TestPaint(t *testing.T) {
	c := command{out: &bytes.Buffer{}, world: policy.World{}}
	assert.Equal(t, "deny x: y", c.paint("deny x: y"), "no colour into a file")
	assert.False(t, isTerminal(os.Stdin) && isTerminal(&bytes.Buffer{}))
	null, err := os.Open(os.DevNull)
	require.NoError(t, err)
	defer null.Close()
	assert.False(t, isTerminal(null), "the null device is no terminal")
}

func TestUserPolicy(t *testing.T) {
	env := map[string]string{}
	c := command{world: policy.World{Getenv: func(n string) (string, bool) { v, ok := env[n]; return v, ok }}}
	assert.Empty(t, c.userPolicy())
	env["HOME"] = "/home/u"
	assert.Equal(t, "/home/u/.config/tagout/policy.toml", c.userPolicy())
	env["XDG_CONFIG_HOME"] = "relative"
	assert.Equal(t, "/home/u/.config/tagout/policy.toml", c.userPolicy(), "the specification wants an absolute path")
	env["XDG_CONFIG_HOME"] = "/x"
	assert.Equal(t, "/x/tagout/policy.toml", c.userPolicy())
}
