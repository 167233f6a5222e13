package policy

import (
	"fmt"
	"strings"
	"testing"
)

// manyRules is a policy of n rules with their examples, none of which covers
// another.
func manyRules(n int) Text {
	var b strings.Builder
	b.WriteString("version = 1\n")
	for i := range n {
		fmt.Fprintf(&b, "[rule.r%d]\nmatch = [\"frob%d x -y\"]\ndecision = \"ask\"\nreason = \"r\"\nhits = [\"frob%d x -y\"]\nmisses = [\"ls\"]\n", i, i, i)
	}
	return Text{"p", []byte(b.String())}
}

// knownRules are rules of one program that is known, each of which is compared
// with all.
func knownRules(n int) Text {
	var b strings.Builder
	b.WriteString("version = 1\n")
	for i := range n {
		fmt.Fprintf(&b, "[rule.r%d]\nmatch = [\"git push origin b%d --force\", \"terraform apply -target=x%d\"]\ndecision = \"ask\"\nreason = \"r\"\nhits = [\"git push origin b%d --force\"]\nmisses = [\"ls\"]\n", i, i, i, i)
	}
	return Text{"p", []byte(b.String())}
}

// wrongRules are rules with a problem each.
func wrongRules(n int) Text {
	t := manyRules(n)
	t.Data = []byte(strings.ReplaceAll(string(t.Data), "misses = [\"ls\"]\n", ""))
	return t
}

func BenchmarkLint(b *testing.B) {
	for name, text := range map[string]Text{"strangers": manyRules(1000), "known": knownRules(1000), "wrong": wrongRules(1000)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Lint(text)
			}
		})
	}
}
