package lang

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is no policy is a mistake, whatever its size and depth.
func TestHostileFiles(t *testing.T) {
	big := maxSize - 10
	tests := []struct{ name, text, want string }{
		{"ten megabytes", strings.Repeat("# filler\n", 10<<20/9), "p:29128:2: the file has 10485756 bytes\n      |\n29128 | #\n      |  ^ want at most 262144"},
		{"deep arrays", "x = " + strings.Repeat("[", big), "nested deeper than 16 levels"},
		{"deep inline tables", "x = " + strings.Repeat("{a=", big/3), "nested deeper than 16 levels"},
		{"deep keys", strings.Repeat("a.", big/2) + "a = 1", "nested deeper than 16 levels"},
		{"deep header", "[" + strings.Repeat("a.", big/2) + "a]", "nested deeper than 16 levels"},
		{"deep after what cannot be read", "x = \ny = " + strings.Repeat("[", big-20), "not valid TOML"},
		{"NUL", "version = 1\nx = \"a\x00b\"", "the file holds a NUL byte"},
		{"invalid UTF-8", "version = 1 # \xff", "not valid UTF-8"},
		{"UTF-16", "\xff\xfev\x00e\x00", "not valid UTF-8"},
		{"many keys", many("k%=1\n", big), "unknown key"},
		{"many rules", many("[rule.r%]\n", big), "has no match"},
		{"many pairs in one table", "[rule.x]\n" + many("k%=1\n", big), "unknown key"},
		{"many elements", "[rule.x]\nmatch = [" + strings.Repeat("1,", big/2-20) + "]", "holds a number"},
		{"many tables twice", strings.Repeat("[a]\n", big/4), "is defined twice"},
		{"long key", strings.Repeat("k", big) + "=1", "unknown key"},
		{"long pattern", "[rule.x]\nmatch = \"" + strings.Repeat("a|", big/2-20) + "\"", "the pattern has"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := Parse("p", []byte(tt.text), nil)
			require.NotEmpty(t, problems)
			assert.LessOrEqual(t, len(problems), maxProblems+1)
			assert.Contains(t, problems.Error(), tt.want)
		})
	}
}

// many repeats a line with a running number in place of "%" up to a size.
func many(line string, size int) string {
	var b strings.Builder
	for i := 0; b.Len()+len(line)+8 < size; i++ {
		b.WriteString(strings.Replace(line, "%", strconv.Itoa(i), 1))
	}
	return b.String()
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(policyText))
	f.Add([]byte(toolsText))
	f.Add([]byte("a = [[1],{b='''x'''}]\n[[c]]\nd.e=\"\\u00e9\"\n[[c]]\n[c.f]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, problems := Parse("p", data, shelf(nil))
		if file == nil && len(problems) == 0 {
			t.Fatal("neither a file nor a mistake")
		}
		for _, p := range problems {
			if p.Line < 0 || p.Line > 0 && p.Col < 1 || p.Msg == "" {
				t.Fatalf("bad problem %+v", p)
			}
			_ = p.String()
		}
		placed(t, data)
	})
}

// placed checks that the scanner finds every key that the decoder finds, and
// that each key and value stands where it says.
func placed(t *testing.T, data []byte) {
	f := &file{name: "p"}
	root, ok := f.read(data)
	if !ok {
		return
	}
	var walk func(n *node)
	walk = func(n *node) {
		if n.keyAt.start < 0 || n.keyAt.end > len(f.text) || n.at.start < 0 || n.at.end > len(f.text) || n.keyAt.start > n.keyAt.end {
			t.Fatalf("%q is out of the text: %v %v", n.key, n.keyAt, n.at)
		}
		if n != root && n.keyAt.end == 0 {
			t.Fatalf("%q has no place in %q", n.key, f.text)
		}
		if s, ok := n.val.(string); ok && n.at.end > n.at.start {
			raw := f.text[n.at.start:n.at.end]
			if got, offsets := unquote(raw); offsets != nil && got != s {
				t.Fatalf("%q is read as %q, decoded as %q", raw, got, s)
			}
		}
		for _, k := range n.kids {
			if _, table := n.val.(map[string]any); table == (k.key == "") && k.val == nil {
				continue // the decoder has put a table in an array's place (a = [1, {}] and then a.b = 1), or an array in a table's
			}
			if n != root && k.val == nil {
				t.Fatalf("%q has no value in %q", k.key, f.text)
			}
			walk(k)
		}
	}
	walk(root)
}

func FuzzPattern(f *testing.F) {
	for _, seed := range []string{
		"terraform -chdir=prod apply|destroy !-auto-approve {destroy}", "A*=b !C=d * of={device&!temp} < * > x >> 'y z'",
		"curl * | {shell}", "kill -- -1 \"\" ''|x [a-z]? {sql:drop|call:x}", "! !! -|-x {} {a {!} | | '",
	} {
		f.Add(seed)
	}
	cat := tools(f)
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePattern(text, cat)
		if err != nil {
			_ = err.Error()
			return
		}
		if len(p.Stages) == 0 {
			t.Fatalf("%q compiled to nothing", text)
		}
		for _, s := range p.Stages {
			if s.Program == nil && len(s.Items) > 0 || s.Program == nil && s.Env == nil && s.Flows == nil {
				t.Fatalf("%q has an empty stage: %+v", text, s)
			}
			for _, it := range s.Items {
				if it.Kind == 0 || it.Kind != 3 && it.Alts == nil {
					t.Fatalf("%q has an empty item: %+v", text, it)
				}
			}
		}
	})
}
