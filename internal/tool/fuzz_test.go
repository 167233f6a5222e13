package tool

import (
	"testing"

	"tagout/internal/catalog"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// FuzzParse checks on any words that there is a reading, that no word is lost
// or made up, and that an added unknown word lowers no answer.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"kubectl -n x delete ns prod --dry-run=$X", `terraform "$X" -chdir=a`, "tar xzf a.tar", "find . -exec rm {} ;",
		"bash -lc ls", "aws ec2 x --ids a b c", "ssh $HOST ls", "dd if=a of=$B", "rm -rfZ -- $X", "foo -x y -$Z",
		"- - --", "-= --= =", "docker run -v a:b c d", "env -S a -- b", "sudo \xff -\xff=\xff", "git stash \"$X\"",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		ws := words(line)
		invs := Parse(testRows, ws, nil)
		if len(ws) == 0 {
			if invs != nil {
				t.Fatal("a reading of no words")
			}
			return
		}
		if len(invs) == 0 || len(invs) > maxReadings {
			t.Fatalf("%d readings of %q", len(invs), line)
		}
		for i := range invs {
			checkReading(t, line, ws, &invs[i])
		}
		checkAdded(t, line, ws, invs)
	})
}

func checkReading(t *testing.T, line string, ws []word.Word, inv *Invocation) {
	placed := len(inv.Verb) + len(inv.Operands) + len(inv.Loose)
	if placed > len(ws)-1 {
		t.Fatalf("%q: %d words in the places of %d: %s", line, placed, len(ws)-1, show(inv))
	}
	inv.Paths()
	for _, effect := range []string{"pure", "read", "write", "destroy"} {
		inv.Effect(effect)
	}
	if inv.Tool != nil && !inv.Tool.Data && inv.Effect("destroy") > inv.Effect("write") {
		t.Fatalf("%q destroys but does not write", line)
	}
	for i := range inv.Runs {
		if c := &inv.Runs[i]; c.Run.How == catalog.Rest && len(c.Words) == 0 {
			t.Fatalf("%q carries no words", line)
		}
	}
}

// checkAdded adds an unquoted unknown at the end: what some reading surely
// destroyed before, some reading may destroy still, and is no more dry.
func checkAdded(t *testing.T, line string, ws []word.Word, invs []Invocation) {
	more := Parse(testRows, append(ws[:len(ws):len(ws)], word.Unknowable("$Z", true)), nil)
	if len(invs) > 4 || len(more) == 2 && len(invs) != 1 {
		return // beyond the bound only the extremes are kept
	}
	before, after := tri.No, tri.No
	for i := range invs {
		before = before.Or(destroys(&invs[i]))
	}
	for i := range more {
		after = after.Or(destroys(&more[i]))
	}
	if before == tri.Yes && after == tri.No {
		t.Fatalf("%q: an added unknown word lowers the answer", line)
	}
}

func destroys(inv *Invocation) tri.Tri { return inv.Effect("destroy").And(inv.Dry.Not()) }

var typical = []string{
	"kubectl --context=staging -n web get pods -o wide",
	"terraform -chdir=prod apply -auto-approve -var a=b",
	"rm -rf node_modules dist",
	"git commit -m message",
	"aws --profile p rds describe-db-instances --db-instance-identifier x",
}

func BenchmarkParse(b *testing.B) {
	for _, line := range typical {
		ws := words(line)
		b.Run(line[:8], func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				Parse(testRows, ws, nil)
			}
		})
	}
}
