package policy

import (
	"os"
	"strings"
	"testing"
)

// otherwise are the rows of testdata/terraform.txt that are decided otherwise than
// the table recommends, with what is decided and why.
func otherwise() map[string]struct {
	is  Decision
	why string
} {
	return map[string]struct {
		is  Decision
		why string
	}{
		"rm -rf .terraform":                         {None, "init makes it again; the state of a local backend does not stand in it"},
		"aws s3 cp x s3://b/prod/terraform.tfstate": {Ask, "a versioned bucket keeps the old one, and a person may mean it"},
		"echo 'force_destroy = true' >> main.tf":    {None, "only an edit that takes a protection off is seen in a text; the plan tells the rest"},
		"cdktf deploy --auto-approve":               {Deny, "as terraform apply -auto-approve"},
		"pulumi state delete urn":                   {Deny, "as a resource that holds data: its type is in the name only"},
		"kubectl delete providers x":                {Ask, "whether a cluster runs Crossplane is not known"},
		"kubectl delete xrd x":                      {Ask, "whether a cluster runs Crossplane is not known"},
		"helm uninstall x":                          {Deny, "which cluster is meant does not change what goes"},
		"helm upgrade x y --reset-values":           {None, "helm rollback brings the values back"},
		"helmfile sync":                             {None, "deploys, as helm upgrade does"},
		"helmfile apply":                            {None, "deploys, as helm upgrade does"},
		"argocd app sync x --prune --force":         {Deny, "prunes and recreates at once"},
		"velero restore delete x":                   {None, "deletes the record of a restore; the backup stays"},
	}
}

// TestTerraformTable holds the decisions to the table that was made of the
// manuals and of trials, one command a line.
func TestTerraformTable(t *testing.T) {
	data, err := os.ReadFile("testdata/terraform.txt")
	if err != nil {
		t.Fatal(err)
	}
	world, known, rows := testWorld(), otherwise(), 0
	for line := range strings.Lines(string(data)) {
		want, text, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if !ok || want == "#" {
			continue
		}
		rows++
		text = strings.TrimLeft(text, " ")
		if o, listed := known[text]; listed {
			want = o.is.String()
			delete(known, text)
		}
		if v := Builtin().Evaluate(testCommand(text), world); v.Decision.String() != want {
			t.Errorf("%q: %s, want %s", text, v.Decision, want)
		}
	}
	if len(known) > 0 || rows < 200 {
		t.Errorf("%d rows; listed without need: %v", rows, known)
	}
}
