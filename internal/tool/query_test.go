package tool

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tagout/internal/tri"
	"tagout/internal/word"
)

func first(line string) *Invocation { return &Parse(testRows, words(line), nil)[0] }

func TestOn(t *testing.T) {
	tests := []struct {
		line, names string
		want        tri.Tri
	}{
		{"rm -rf x", "-r", tri.Yes},
		{"rm -R x", "--recursive", tri.Yes},
		{"rm --rec x", "-r", tri.Yes},
		{"rm -f x", "-r", tri.No},
		{"rm -f x", "-r -f", tri.Yes},
		{"rm --force=false x", "-f", tri.No},
		{"rm --force=$X x", "-f", tri.Maybe},
		{"rm --force=false -f x", "-f", tri.Yes},
		{"rm -f --no-force x", "-f", tri.No},
		{"rm --no-preserve-root x", "--no-preserve-root", tri.Yes},
		{"rm --no-preserve-root x", "--preserve-root", tri.No},
		{`rm "--$X" x`, "-f", tri.No},
		{`rm "--$X" x`, "-f --force", tri.Maybe},
		{`rm "-$X" x`, "-f", tri.Maybe},
		{`rm "--re$X" x`, "--force", tri.No},
		{"rsync -a a b", "-r", tri.Yes},
		{"rsync -a --no-recursive a b", "-r", tri.No},
		{"terraform --destroy apply", "-destroy", tri.Yes},
		{"terraform apply -destroy=false", "--destroy", tri.No},
		{"kubectl get --dry-run=none", "--dry-run", tri.No},
		{"kubectl get -n $X", "--namespace", tri.Yes},
		{"kubectl get $X", "-n", tri.No},
		{"bash -x +x", "-x", tri.No},
		{"bash +x -x", "-x", tri.Yes},
		{"git push --no-verify", "--no-verify", tri.Yes},
		{"git push --no-verify", "--verify", tri.No},
		{"git push --no-foo", "--foo", tri.No},
		{"foo -rf x", "-r", tri.Maybe},
		{"foo -rf x", "-rf", tri.Yes},
		{"foo --rf x", "-r", tri.No},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, first(tt.line).On(strings.Fields(tt.names)), "%s in %s", tt.names, tt.line)
	}
}

func TestValues(t *testing.T) {
	inv := first("kubectl -n a get --namespace=$B pods -n c")
	assert.Equal(t, "a $B c", spell(inv.Values([]string{"--namespace"})))
	assert.Empty(t, inv.Values([]string{"--context"}))
	all := Parse(testRows, words("aws ec2 stop --ids a b c"), nil)
	assert.Equal(t, "a b c", spell(all[1].Values([]string{"--ids"})))
}

func TestVerbIs(t *testing.T) {
	tests := []struct {
		line, phrase string
		want         tri.Tri
	}{
		{"terraform state rm a", "state rm", tri.Yes},
		{"terraform state rm a", "state", tri.Yes},
		{"terraform state rm a", "state list|rm", tri.Yes},
		{"terraform state rm a", "state list", tri.No},
		{"terraform state rm a", "", tri.Yes},
		{"terraform state", "state rm", tri.No},
		{"terraform state $X", "state rm", tri.Maybe},
		{`terraform "$X"`, "destroy", tri.Maybe},
		{`terraform "$X"`, "state rm", tri.No},
		{`terraform "de$X"`, "destroy", tri.Maybe},
		{`terraform "de$X"`, "apply|destroy", tri.Maybe},
		{`terraform "de$X"`, "apply", tri.No},
		{"terraform $X", "destroy", tri.Maybe},
		{"terraform plan $X", "destroy", tri.No},
		{"aws rds delete-db-instance", "* delete-*|terminate-*", tri.Yes},
		{"aws rds describe-x", "* delete-*", tri.No},
		{"rm $X", "destroy", tri.No},
		{"foo $X", "destroy", tri.No},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, first(tt.line).verbIs(strings.Fields(tt.phrase)), "%q in %s", tt.phrase, tt.line)
	}
}

func TestHolds(t *testing.T) {
	tests := []struct {
		line, cond string
		want       tri.Tri
	}{
		{"terraform apply -destroy", "apply -destroy", tri.Yes},
		{"terraform apply", "apply -destroy", tri.No},
		{"terraform apply -destroy=$X", "apply -destroy", tri.Maybe},
		{"terraform apply", "apply !-destroy", tri.Yes},
		{"terraform apply -destroy=$X", "apply !-destroy", tri.Maybe},
		{"kubectl delete --dry-run=client", "--dry-run=client|server", tri.Yes},
		{"kubectl delete --dry-run=none", "--dry-run=client|server", tri.No},
		{"kubectl delete --dry-run=Client", "--dry-run=client|server", tri.No},
		{"kubectl delete --dry-run=$X", "--dry-run=client|server", tri.Maybe},
		{"kubectl delete --dry-run", "--dry-run=client|server", tri.No},
		{"kubectl delete --dry-run=client --dry-run=none", "--dry-run=client|server", tri.Maybe},
		{"kubectl delete --dry-run=none --dry-run=client", "--dry-run=client|server", tri.Yes},
		{`kubectl delete "--dry$X"`, "--dry-run=client", tri.Maybe},
		{"rm -f x", "-r|-f", tri.Yes},
		{"dd of=/dev/sda", "of=/dev/*", tri.Yes},
		{"dd of=x", "of=/dev/*", tri.No},
		{"dd of=$X", "of=/dev/*", tri.Maybe},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, first(tt.line).Holds(cond(tt.cond)), "%q in %s", tt.cond, tt.line)
	}
}

func TestEffect(t *testing.T) {
	tests := []struct {
		line, effect string
		want         tri.Tri
	}{
		{"terraform destroy", "destroy", tri.Yes},
		{"terraform destroy", "write", tri.Yes},
		{"terraform destroy", "read", tri.No},
		{"terraform apply", "destroy", tri.No},
		{"terraform apply", "write", tri.Yes},
		{"terraform apply -destroy", "destroy", tri.Yes},
		{"terraform plan", "read", tri.Yes},
		{"terraform plan", "pure", tri.No},
		{"terraform state", "read", tri.No},
		{`terraform "$X"`, "destroy", tri.Maybe},
		{`terraform "$X"`, "read", tri.Maybe},
		{"git branch --list", "read", tri.Yes},
		{"git branch --list", "write", tri.No},
		{"git branch x", "write", tri.Yes},
		{"git branch x", "read", tri.No},
		{"git branch -D x", "destroy", tri.Yes},
		{"git branch -D x --list", "read", tri.No},
		{"aws ec2 terminate-instances", "destroy", tri.Yes},
		{"rm x", "read", tri.No},
		{"foo x", "read", tri.No},
		{"terraform plan", "nonsense", tri.No},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, first(tt.line).Effect(tt.effect), "%s of %s", tt.effect, tt.line)
	}
}

func TestDry(t *testing.T) {
	for line, want := range map[string]tri.Tri{
		"terraform destroy -help":            tri.Yes,
		"terraform --help destroy":           tri.Yes,
		"terraform destroy":                  tri.No,
		"terraform destroy -var -help":       tri.No,
		"terraform destroy $X":               tri.No,
		"kubectl delete ns --dry-run=server": tri.Yes,
		"kubectl delete ns --dry-run=none":   tri.No,
		"kubectl delete ns --dry-run=$X":     tri.Maybe,
		"rsync -n a b":                       tri.Yes,
		"foo --help":                         tri.No,
	} {
		assert.Equal(t, want, first(line).Dry, line)
	}
}

func TestPaths(t *testing.T) {
	tests := []struct{ line, want string }{
		{"rm -r a b", "a:d b:d"},
		{"rsync a b c", "a:r b:r c:w"},
		{"rsync --delete a c", "a:r c:wd"},
		{"rsync a", "a:w"},
		{"tee x -", "x:w"},
		{"tee -a x", "x:a"},
		{"dd if=a of=$B bs=1", "a:r $B:w"},
		{"tar cf a.tar b", "a.tar:w"},
		{"tar xf a.tar -C dir", "dir:w"},
		{"tar cf - b", ""},
		{"find a b -delete", "a:d b:d"},
		{"find a b", ""},
		{"foo x", ""},
	}
	for _, tt := range tests {
		var got []string
		for _, p := range first(tt.line).Paths() {
			got = append(got, p.Word.String()+":"+p.Access.letters())
		}
		assert.Equal(t, tt.want, strings.Join(got, " "), tt.line)
	}
}

func (a Access) letters() string {
	s := ""
	for i, letter := range "rwad" {
		if a&(1<<i) != 0 {
			s += string(letter)
		}
	}
	return s
}

func TestGlobs(t *testing.T) {
	tests := []struct {
		pattern, s string
		want       bool
	}{
		{"a", "a", true}, {"a", "ab", false}, {"a*", "ab", true}, {"*", "", true}, {"*b", "ab", true},
		{"a*b*c", "axbxc", true}, {"a*b*c", "axc", false}, {"a*a", "a", false}, {"x|a*", "ab", true},
		{"x|y", "z", false}, {"delete-*|remove-*", "remove-tags", true}, {"", "", true}, {"|a", "", true},
		{"*b*b", "abb", true}, {"*b*b", "ab", false}, {"A", "a", false},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, Globs(tt.pattern, tt.s), "%q %q", tt.pattern, tt.s)
		assert.Equal(t, tri.Of(tt.want), matches(tt.pattern, word.Literal(tt.s).Pieces), "%q %q", tt.pattern, tt.s)
	}
}
