package output

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func jqPrograms() []string {
	return []string{
		".", `.a = 1`, `.a.b = "x"`, `.new.er = {"y": [1, {}], "z": []}`, `.a += {"c": true}`, `.l += ["x", "y"]`, `.s += "t"`, `.none += [1]`, `del(.a)`, `del(.a.b)`, `del(.none.x)`, `del(.a, .l)`,
		`.a."b" = 2 | .["l"] = null | del(.s)`, `."k k" = 1`, `.a["b"] |= 3`, `.s = "|= \"q\" \\ \u007f é"`, `.a=[]|.b={}`, "  .a  =  1  |\n  .s = \"n\"  ", `.n = -5`, `.z = false`, `.null.x = 1`,
	}
}

// TestJqAgainstReal compares edits with the real program.
func TestJqAgainstReal(t *testing.T) {
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("there is no jq here")
	}
	for _, doc := range []string{`{"a":{"b":1},"l":["p"],"s":"q","null":null}`, "{}\n", `{"l":[],"s":"\u0001\t\/\u2028","deep":[[],{},[{"x":[null,true]}]]}`, `null`} {
		for _, program := range jqPrograms() {
			for _, options := range [][]string{nil, {"-c"}, {"-M"}} {
				args := append(options, program)
				cmd := exec.Command("jq", args...)
				cmd.Stdin = strings.NewReader(doc)
				want, err := cmd.Output()
				got, ok := Of(Call{Name: "jq", Words: words(append([]string{"jq"}, args...)...), Input: input(doc)})
				if !ok {
					continue // some are mistakes
				}
				text, _ := got.Known()
				assert.NoError(t, err, "%s of %s", program, doc)
				assert.Equal(t, string(want), text, "%s of %s", program, doc)
			}
		}
	}
	got, ok := Of(Call{Name: "jq", Words: words("jq", "--arg", "v", "x y", "--argjson", "w", `[1]`, ".a = $v | .b = $w"), Input: input(`{"a":1}`)})
	text, _ := got.Known()
	assert.True(t, ok)
	assert.Equal(t, "{\n  \"a\": \"x y\",\n  \"b\": [\n    1\n  ]\n}\n", text)
}

// TestJqComputed: every program above is computed for a document that it fits.
func TestJqComputed(t *testing.T) {
	for _, program := range jqPrograms() {
		_, ok := Of(Call{Name: "jq", Words: words("jq", program), Input: input(`{"a":{"b":1},"l":["p"],"s":"q"}`)})
		assert.True(t, ok, program)
	}
	for _, args := range [][]string{
		{".a"}, {"-r", "."}, {"-S", "."}, {".a = .b"}, {".a = 1 + 2"}, {".a == 1"}, {`.a = "\(.b)"`}, {".a = $none"}, {".[0] = 1"}, {".a[] = 1"}, {".. = 1"}, {".a = 1.50"}, {".a = 1e3"}, {".", "."}, {".a = 1 |"}, {""}, {".a = "}, {"del(.)"}, {"del(.a"},
		{".a |= . + 1"}, {".a = 1, .b = 2"}, {".a = 1 # x"}, {".l -= [1]"}, {".a? = 1"}, {"-n", ".a = 1"}, {"-s", "."}, {"--indent", "4", "."}, {".a = {b: 1}"}, {".a = ([1])"}, {".a = 1 as $x | ."}, {". = 1"}, {".s += [1]"}, {".n += 1"}, {".a=[1]]"}, {"--arg", "a"},
	} {
		_, ok := Of(Call{Name: "jq", Words: words(append([]string{"jq"}, args...)...), Input: input(`{"a":{"b":1},"l":["p"],"s":"q","n":1}`)})
		assert.False(t, ok, args)
	}
	for _, doc := range []string{"", "{} {}", "{", `{"a":1,"a":2}`, `{"a":1.0}`, `{"a":12345678901234567890}`, "[" + strings.Repeat("[", 300)} {
		_, ok := Of(Call{Name: "jq", Words: words("jq", ".b = 1"), Input: input(doc)})
		assert.False(t, ok, doc)
	}
}
