package code

import (
	"fmt"
	"strings"
	"testing"

	"tagout/internal/word"
)

// found is Find without its limit.
func found(lang string, text word.Text) []Run {
	runs, _ := Find(lang, text)
	return runs
}

// TestLimit: a bound that is hit is said, and what comes short of it is not.
func TestLimit(t *testing.T) {
	const end = "\nimport os; os.system('terraform destroy')\n"
	for _, c := range []struct {
		name, lang, text, limit string
	}{
		{"size", "python", strings.Repeat("# filler\n", 1<<17) + end, overSize},
		{"tokens", "python", strings.Repeat("a = 1\n", 1<<16) + end, overTokens},
		{"tokens", "javascript", strings.Repeat("a=1;", 1<<16), overTokens},
		{"runs", "python", "import os\n" + strings.Repeat("os.system('ls')\n", 300) + end, overRuns},
		{"depth", "python", strings.Repeat("f(", 60) + "1" + strings.Repeat(")", 60), overDepth},
		{"depth", "javascript", strings.Repeat("{", 200) + strings.Repeat("}", 200), overDepth},
		{"interpolation", "javascript", strings.Repeat("`${", 20) + "1" + strings.Repeat("}`", 20), overDepth},
		{"eval", "python", "exec(\"exec('exec(1)')\")", overDepth},
		{"eval", "python", "exec(\"exec('f(1)')\")", ""},
		{"names", "python", names(5000) + end, overNames},
		{"text", "python", "x = 'a'\n" + strings.Repeat("x = x + str(y)\n", 100) + "import os; os.system(x)", overText},
		{"doubling", "python", "x = 'aaaaaaaa'\n" + strings.Repeat("x = x + x\n", 40) + "import os; os.system(x)", overText},
		{"size", "python", strings.Repeat("# filler\n", 1<<16) + end, ""},
		{"tokens", "python", strings.Repeat("a = 1\n", 1<<14) + end, ""},
		{"runs", "python", "import os\n" + strings.Repeat("os.system('ls')\n", 200) + end, ""},
		{"depth", "python", strings.Repeat("f(", 20) + "1" + strings.Repeat(")", 20) + end, ""},
		{"names", "python", names(3000) + end, ""},
		{"text", "python", "x = 'a'\n" + strings.Repeat("x = x + 'b'\n", 200) + "import os; os.system(x)", ""},
		{"unknown language", "cobol", end, ""},
		{"binary", "python", "\x00" + end, ""},
	} {
		if _, got := Find(c.lang, word.Text{{Kind: word.Lit, Text: c.text}}); got != c.limit {
			t.Errorf("%s (%s): limit %q, want %q", c.name, c.lang, got, c.limit)
		}
	}
}

func names(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "v%d = %d\n", i, i)
	}
	return b.String()
}
