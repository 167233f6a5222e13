package tool

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/word"
)

// TestReadings checks every reading of a call, "verb | options | operands |
// loose". An option with "?" is one that the grammar lacks.
func TestReadings(t *testing.T) {
	tests := []struct {
		name, line string
		want       []string
	}{
		{"verb and operands", "kubectl delete ns prod", []string{"delete |  | ns prod | "}},
		{"options before the verb", "kubectl -n prod --context=x delete pod x",
			[]string{"delete | -n=prod --context=x | pod x | "}},
		{"a value is no verb", "kubectl --kubeconfig get delete ns prod",
			[]string{"delete | --kubeconfig=get | ns prod | "}},
		{"attached short value", "kubectl -nprod get pods", []string{"get | -n=prod | pods | "}},
		{"attached short value with =", "kubectl -n=prod get pods", []string{"get | -n=prod | pods | "}},
		{"verb of two words", "kubectl config --context c delete-context x",
			[]string{"config delete-context | --context=c | x | "}},
		{"group alone", "kubectl config", []string{"config |  |  | "}},
		{"group with a word that the table lacks", "kubectl config foo", []string{"config |  | foo | "}},
		{"word that the table lacks", "kubectl foo delete", []string{" |  | foo delete | "}},
		{"optional value only when attached", "kubectl get --watch pods --dry-run=client",
			[]string{"get | --watch --dry-run=client | pods | "}},
		{"end of options", "kubectl delete -- -x --force", []string{"delete |  | -x --force | "}},
		{"verb after the end of options", "kubectl -- delete ns", []string{"delete |  | ns | "}},
		{"option scoped to the verb", "kubectl delete pods --all", []string{"delete | --all | pods | "}},
		{"scoped option before its verb", "kubectl --all delete pods",
			[]string{"delete | --all | pods | ", " | --all?=delete | pods | "}},
		{"carried options are not the tool's", "kubectl exec pod -c web -it -- rm -rf /",
			[]string{"exec | -c=web -i -t | pod rm -rf / | "}},
		{"carried without --", "kubectl exec pod rm -n x", []string{"exec |  | pod rm -n x | "}},

		{"unknown option, both readings", "aws --new-flag v rds delete-db-instance",
			[]string{"v rds | --new-flag? | delete-db-instance | ", "rds delete-db-instance | --new-flag?=v |  | "}},
		{"unknown option with attached value", "kubectl --new=v delete ns", []string{"delete | --new?=v | ns | "}},
		{"unknown option before another option", "kubectl --new --force delete",
			[]string{"delete | --new? --force |  | "}},
		{"unknown option last", "kubectl delete --new", []string{"delete | --new? |  | "}},
		{"negated option", "git push --no-verify x", []string{"push | --no-verify(off) | x | "}},
		{"number", "tee -20 x", []string{" | -20? | x | "}},

		{"bundle", "rm -rf x", []string{" | -r -f | x | "}},
		{"bundle with an unknown letter", "rm -rZf x",
			[]string{" | -r -Z? -f | x | ", " | -r -Z?=f | x | "}},
		{"abbreviation", "rm --rec --forc x", []string{" | --rec --forc | x | "}},
		{"shortest abbreviation", "rm --p x", []string{" | --p | x | "}},
		{"no abbreviation of two", "rm --ver", []string{" | --ver? |  | "}},
		{"dash alone", "rm - x", []string{" |  | - x | "}},
		{"empty word", `rm ""`, []string{" |  |  | "}},
		{"implied, each once", "rsync -a src dst",
			[]string{" | -a +-r +-t +--mode?=all +-a | src dst | "}},

		{"Go: one and two dashes", "terraform --chdir=x apply -auto-approve",
			[]string{"apply | --chdir=x -auto-approve |  | "}},
		{"Go: separate value", "terraform -chdir x state rm a.b", []string{"state rm | -chdir=x | a.b | "}},
		{"Go: no bundle", "terraform plan -out p", []string{"plan | -out=p |  | "}},

		{"POSIX: first operand ends options", "sudo -u root rm -rf -u x",
			[]string{" | -u=root | rm -rf -u x | "}},
		{"POSIX: assignments do not", "sudo A=1 -u root rm", []string{" | -u=root | A=1 rm | "}},
		{"POSIX: --", "sudo -- rm -- x", []string{" |  | rm -- x | "}},
		{"POSIX: nor does env's dash", "env - -i A=1 ls", []string{" | -i | - A=1 ls | "}},
		{"ssh: options after the host", "ssh box -p 22 ls -l", []string{" | -p=22 | box ls -l | "}},
		{"plus options", "bash +e -o pipefail +xe -c ls", []string{" | +e -o=pipefail +x +e -c | ls | "}},

		{"BSD: dashless bundle", "tar xzf a.tar", []string{" | -x -z -f=a.tar |  | "}},
		{"BSD: values in order", "tar xfC a.tar dir b", []string{" | -x -f=a.tar -C=dir | b | "}},
		{"BSD: dashed", "tar -xzfa.tar b", []string{" | -x -z -f=a.tar | b | "}},
		{"BSD: no bundle", "tar foo", []string{" |  | foo | "}},
		{"None", "echo -n -- --help", []string{" |  | -n -- --help | "}},
		{"find", "find . -L a ! ( -name x -o -delete )", []string{" | -L -name=x -o -delete | . a | "}},
		{"find -exec", "find . -exec rm -rf {} ; -print",
			[]string{" | -exec[rm -rf {}] -print | . | "}},
		{"find -exec without an end", "find -ok rm", []string{" | -ok[rm] |  | "}},

		{"AWS: value before the verb is one word", "aws --profile p rds delete-db-instance --debug",
			[]string{"rds delete-db-instance | --profile=p --debug |  | "}},
		{"AWS: list", "aws ec2 terminate-instances --instance-ids i-1 i-2 --debug",
			[]string{
				"ec2 terminate-instances | --instance-ids? --debug | i-1 i-2 | ",
				"ec2 terminate-instances | --instance-ids?=i-1[i-2] --debug |  | ",
				"ec2 terminate-instances | --instance-ids?=i-1 --debug | i-2 | ",
			}},
		{"AWS: flag with operands", "aws s3 rm --recursive s3://b", []string{"s3 rm | --recursive | s3://b | "}},

		{"quoted unknown in verb place", `terraform "$X" a`, []string{"$X |  | a | "}},
		{"quoted unknown after a group", `terraform state "$X" a`, []string{"state $X |  | a | "}},
		{"quoted unknown after a verb", `kubectl delete "$X"`, []string{"delete |  | $X | "}},
		{"quoted unknown that may go on with a verb", `git stash "$X"`,
			[]string{"stash |  | $X | ", "stash $X |  |  | "}},
		{"partly known verb", `kubectl "del$X" ns`, []string{"del$X |  | ns | "}},
		{"partly known word that is no verb", `kubectl "/$X" ns`, []string{" |  | /$X ns | "}},
		{"partly known options", `kubectl --context=$X -n$NS "-n${Y"  get`,
			[]string{"get | --context=$X -n=$NS -n=${Y |  | "}},
		{"open option", `rm "--$X" y`, []string{" | --…? | y | ", " | --…?=y |  | "}},
		{"open bundle", `rm "-r$X"`, []string{" | -r -…? |  | "}},
		{"unknown as a value", "kubectl -n $NS delete pod", []string{"delete | -n=$NS | pod | "}},
		{"loose word", "rm $OPTS a", []string{" |  | a | $OPTS"}},
		{"loose word where places count", "ssh $HOST ls",
			[]string{" |  | ls | $HOST", " |  | $HOST ls | "}},
		{"after the end every word has a place", "rm -- $X", []string{" |  | $X | "}},
		{"pattern", "rm *", []string{" |  | * | "}},

		{"no grammar", "foo -abc --x=1 y", []string{" | -abc? --x?=1 | y | "}},
		{"no grammar, value or not", "foo -v y", []string{" | -v? | y | ", " | -v?=y |  | "}},
		{"deeper scope outranks", "docker compose -f x.yml logs -f web",
			[]string{"compose logs | -f=x.yml -f | web | "}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, inv := range Parse(testRows, words(tt.line), nil) {
				got = append(got, show(&inv))
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestSpecialUnknowns(t *testing.T) {
	classed := func(class string) word.Word {
		return word.Word{Pieces: word.Text{{Kind: word.Unknown, Text: "$X", Class: class, Split: true}}}
	}
	tests := []struct {
		name string
		line string
		last word.Word
		want string
	}{
		{"a path is an operand", "rm", classed("temp"), " |  | $X | "},
		{"a number is no verb", "kubectl", classed("number"), " |  | $X | "},
		{"an item may be a verb", "kubectl", classed("item"), "$X |  |  | "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			invs := Parse(testRows, append(words(tt.line), tt.last), nil)
			require.Len(t, invs, 1)
			assert.Equal(t, tt.want, show(&invs[0]))
		})
	}
}

func TestName(t *testing.T) {
	tests := []struct{ word, name, tool string }{
		{"terraform", "terraform", "terraform"},
		{"tofu", "tofu", "terraform"},
		{"/usr/bin/terraform", "terraform", "terraform"},
		{"./terraform", "terraform", "terraform"},
		{"$X/terraform", "terraform", "terraform"},
		{"$X/bin/$Y", "", ""},
		{"$X", "", ""},
		{"$Xterraform", "", ""},
		{"terraform$X", "", ""},
		{"terraform.exe", "terraform", "terraform"},
		{`C:\bin\terraform.EXE`, "terraform", "terraform"},
		{"terraform.cmd", "terraform", "terraform"},
		{`C:\bin\terraform.BAT`, "terraform", "terraform"},
		{"terraform.com", "terraform", "terraform"},
		{"terraform-1.5.7", "terraform", "terraform"},
		{"terraform_v1.9", "terraform", "terraform"},
		{"python3.11", "python", "python"},
		{"terraform@latest", "terraform", "terraform"},
		{"mytool@2", "mytool@2", ""},
		{"policed2", "policed", ""},
		{"mytool-2", "mytool-2", ""},
		{"123", "123", ""},
		{"/", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.word, func(t *testing.T) {
			inv := Parse(testRows, words(tt.word), nil)[0]
			assert.Equal(t, tt.name, inv.Name)
			got := ""
			if inv.Tool != nil {
				got = inv.Tool.Name
			}
			assert.Equal(t, tt.tool, got)
		})
	}
}

func TestParseAs(t *testing.T) {
	invs := ParseAs(testRows.Tool("terraform"), words("$TF -chdir=x destroy"), nil)
	require.Len(t, invs, 1)
	assert.Equal(t, "destroy | -chdir=x |  | ", show(&invs[0]))
	assert.Empty(t, invs[0].Name)
	assert.Equal(t, "terraform", invs[0].Tool.Name)
	assert.Nil(t, ParseAs(testRows.Tool("terraform"), nil, nil))
}

func TestGuessed(t *testing.T) {
	for line, want := range map[string]bool{
		"kubectl get pods":             false,
		"kubectl --new x get pods":     true,
		"kubectl --new=x get pods":     false,
		"rm -rZf x":                    true,
		"ssh $HOST ls":                 false,
		"terraform --chdir x -help pl": false,
	} {
		for _, inv := range Parse(testRows, words(line), nil) {
			assert.Equal(t, want, inv.Guessed, line)
		}
	}
}

func TestReadingsAreBounded(t *testing.T) {
	line := "foo"
	for range 50 {
		line += " -x v"
	}
	invs := Parse(testRows, words(line), nil)
	require.Len(t, invs, 2)
	assert.Len(t, invs[0].Operands, 50)
	assert.Empty(t, invs[1].Operands)
	assert.Len(t, Parse(testRows, words("foo"+strings.Repeat(" -x v", 4)), nil), 16)
	assert.Len(t, Parse(testRows, words("foo"+strings.Repeat(" -x v", 5)), nil), 2)
}

func TestEnvironment(t *testing.T) {
	tests := []struct {
		name, line string
		env        map[string]string
		want       string
	}{
		{"after the verb", "terraform -chdir=x apply a", map[string]string{"TF_CLI_ARGS": "-destroy '-var=a b'"},
			"apply | -chdir=x -destroy -var=a b | a | "},
		{"by verb", "terraform state rm a", map[string]string{"TF_CLI_ARGS_state_rm": "-help"},
			"state rm | -help | a | "},
		{"of another verb", "terraform plan", map[string]string{"TF_CLI_ARGS_apply": "-destroy"}, "plan |  |  | "},
		{"brings the verb", "terraform", map[string]string{"TF_CLI_ARGS": "destroy -auto-approve"},
			"destroy | -auto-approve |  | "},
		{"unknown", "terraform apply", map[string]string{"TF_CLI_ARGS": "-var=$X $Y"}, "apply | -var=$X |  | $Y"},
		{"empty", "terraform apply", map[string]string{"TF_CLI_ARGS": ""}, "apply |  |  | "},
		{"no such row", "kubectl get", map[string]string{"TF_CLI_ARGS": "-x"}, "get |  |  | "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			env := func(name string) (word.Text, bool) {
				v, ok := tt.env[name]
				return pieces(v, false), ok
			}
			invs := Parse(testRows, words(tt.line), env)
			assert.Equal(t, tt.want, show(&invs[0]))
		})
	}
}

func TestSpans(t *testing.T) {
	line := "kubectl -n prod delete pod"
	inv := Parse(testRows, words(line), nil)[0]
	span := inv.Options[0].Span
	assert.Equal(t, "-n prod", line[span.Start:span.End])
}
