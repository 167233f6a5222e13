package policy

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTarget: what a call works on is found as its tool finds it, and told.
func TestTarget(t *testing.T) {
	files := fstest.MapFS{"home/dev/.kube/config": {Data: []byte("contexts:\n- context:\n    namespace: pay\n  name: prod-eu\ncurrent-context: prod-eu\n")},
		"home/dev/kind.yaml": {Data: []byte("current-context: kind\n")}}
	w := testWorld()
	w.Lstat = func(name string) (fs.FileInfo, error) { return files.Stat(name[1:]) }
	w.Open = func(name string) (fs.File, error) { return files.Open(name[1:]) }
	for text, want := range map[string]struct {
		decision Decision
		detail   string
	}{
		"kubectl delete deployment web":                                                                    {Deny, "context prod-eu, namespace pay"},
		"kubectl -n other delete deployment web":                                                           {Deny, "context prod-eu, namespace other"},
		"kubectl --context=kind-dev delete deployment web":                                                 {Ask, "context kind-dev, namespace pay"},
		"kubectl --context $C delete deployment web":                                                       {Ask, "namespace pay"},
		"kubectl --kubeconfig ~/kind.yaml delete deployment web":                                           {Ask, "context kind, namespace default"},
		"cd; KUBECONFIG=kind.yaml kubectl delete deployment web":                                           {Ask, "context kind, namespace default"},
		"KUBECONFIG=/home/dev/kind.yaml kubectl --kubeconfig=/home/dev/.kube/config delete deployment web": {Deny, "context prod-eu, namespace pay"},
		"HELM_KUBECONTEXT=kind kubectl delete deployment web":                                              {Deny, "context prod-eu, namespace pay"},
		"HELM_KUBECONTEXT=kind helm uninstall web":                                                         {Deny, "context kind, namespace pay"},
		"kubectl --kubeconfig=$K delete deployment web":                                                    {Ask, ""},
		"KUBECONFIG=/none kubectl delete deployment web":                                                   {Ask, ""},
		"AWS_PROFILE=acme-prod aws iam delete-role --role-name r":                                          {Deny, "profile acme-prod"},
		"export AWS_REGION=eu-west-1; aws iam delete-role r":                                               {Ask, "profile default, region eu-west-1"},
		"aws --profile sandbox iam delete-role --role-name r":                                              {Ask, "profile sandbox"},
		"AWS_PROFILE=acme-prod aws --profile x iam delete-role r":                                          {Ask, "profile x"},
		"AWS_PROFILE=$P aws iam delete-role --role-name r":                                                 {Ask, ""},
		"ssh host aws iam delete-role --role-name r":                                                       {Ask, ""},
		"TF_WORKSPACE=prod terraform apply":                                                                {Deny, ""},
		"TF_WORKSPACE=dev terraform apply":                                                                 {Ask, ""},
		"env -u AWS_PROFILE aws --profile acme-prod iam delete-role":                                       {Deny, "profile acme-prod"},
	} {
		v := Builtin().Evaluate(testCommand(text), w)
		assert.Equal(t, want.decision, v.Decision, "%s: %+v", text, v.Findings)
		require.NotEmpty(t, v.Findings, text)
		details := v.Findings[0].Details
		if want.detail != "" {
			assert.Equal(t, []string{want.detail}, details, text)
		}
	}
}

// TestProduction: what production is called is for a team to say.
func TestProduction(t *testing.T) {
	own := postured(t, "[class]\nproduction = [\"blue\"]\n")
	for workspace, want := range map[string]Decision{"blue": Deny, "prod": Ask} {
		assert.Equal(t, want, own.Evaluate(testCommand("TF_WORKSPACE="+workspace+" terraform apply"), testWorld()).Decision, workspace)
	}
	_, err := Parse("p.toml", []byte("[rule.x]\nmatch = \"make\"\ndecision = \"ask\"\nreason = \"r\"\nwhen = { workspace = \"{nowhere}\" }\n"))
	assert.ErrorContains(t, err, `unknown class "nowhere"`)
}
