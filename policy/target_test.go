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

// TestCloudTargets: what a cloud's own settings say, and what stands above them.
func TestCloudTargets(t *testing.T) {
	files := fstest.MapFS{
		"home/dev/.config/gcloud/active_config":              {Data: []byte("work\n")},
		"home/dev/.config/gcloud/configurations/config_work": {Data: []byte("[core]\naccount = a@b.c\nproject = shop-prod\n")},
		"home/dev/.config/gcloud/configurations/config_play": {Data: []byte("[compute]\nproject = no\n[core]\nproject=shop-dev\n")},
		"home/dev/.azure/azureProfile.json":                  {Data: []byte("\xef\xbb\xbf" + `{"subscriptions": [{"id": "1-2", "name": "Shop Dev"}, {"id": "3-4", "name": "Shop Prod", "isDefault": true}]}`)},
		"home/dev/.docker/config.json":                       {Data: []byte(`{"currentContext": "builder"}`)},
		"work/fly.toml":                                      {Data: []byte("# x\napp = 'shop-prod'\n[env]\napp = \"no\"\n")},
		"work/.git/HEAD":                                     {Data: []byte("ref: refs/heads/main\n")},
		"work/.git/config":                                   {Data: []byte("[remote \"origin\"]\n\turl = git@github.com:a/b.git\n[remote \"heroku\"]\n\turl = https://git.heroku.com/shop-prod.git\n")},
		"two/.git/HEAD":                                      {Data: []byte("ref: refs/heads/main\n")},
		"two/.git/config":                                    {Data: []byte("[remote \"a\"]\nurl = git@heroku.com:shop-prod.git\n[remote \"b\"]\nurl = git@heroku.com:shop-dev.git\n")},
		"proc/sys/kernel/hostname":                           {Data: []byte("laptop\n")},
	}
	w := testWorld()
	w.Lstat = func(name string) (fs.FileInfo, error) { return files.Stat(name[1:]) }
	w.Open = func(name string) (fs.File, error) { return files.Open(name[1:]) }
	for text, want := range map[string]struct {
		decision Decision
		detail   string
	}{
		"gcloud compute firewall-rules delete r":                                          {Deny, "project shop-prod, configuration work"},
		"gcloud --configuration play compute firewall-rules delete r":                     {Ask, "project shop-dev, configuration play"},
		"gcloud --project=x compute firewall-rules delete r":                              {Ask, "project x, configuration work"},
		"CLOUDSDK_CORE_PROJECT=y gcloud compute firewall-rules delete r":                  {Ask, "project y, configuration work"},
		"export CLOUDSDK_ACTIVE_CONFIG_NAME=play; gcloud compute firewall-rules delete r": {Ask, "project shop-dev, configuration play"},
		"CLOUDSDK_CONFIG=/none gcloud compute firewall-rules delete r":                    {Ask, "configuration default"},
		`gcloud --project "$P" compute firewall-rules delete r`:                           {Deny, "project shop-prod, configuration work"},
		"az network nsg delete -g g -n n":                                                 {Deny, "subscription Shop Prod"},
		"az network nsg delete -g g -n n --subscription 1-2":                              {Ask, "subscription Shop Dev"},
		"az --subscription other network nsg delete -g g -n n":                            {Ask, "subscription other"},
		"docker volume rm data":                                                           {Deny, "docker context builder"},
		"docker -c staging volume rm data":                                                {Deny, "docker context staging"},
		"DOCKER_HOST=ssh://prod docker volume rm data":                                    {Deny, "docker context ssh://prod"},
		"DOCKER_CONFIG=/none docker volume rm data":                                       {Deny, ""},
		"fly volumes destroy vol_1":                                                       {Deny, "app shop-prod"},
		"fly -a shop-dev secrets unset A":                                                 {Ask, "app shop-dev"},
		"heroku config:unset A":                                                           {Deny, "app shop-prod"},
		"heroku config:unset A -a shop-dev":                                               {Ask, "app shop-dev"},
		"HEROKU_APP=shop-dev heroku config:unset A":                                       {Ask, "app shop-dev"},
		"cd /two; heroku config:unset A":                                                  {Ask, ""},
		"cd /two; heroku config:unset A --remote a":                                       {Deny, "app shop-prod"},
		"psql -c 'drop table t'":                                                          {Ask, "host laptop"},
		"psql -h db.prod -c 'drop table t'":                                               {Deny, "host db.prod"},
		"PGHOST=db2 psql -c 'drop table t'":                                               {Ask, "host db2"},
		"psql postgres://u:p@db3:5432/shop -c 'drop table t'":                             {Ask, "host db3"},
		"MYSQL_HOST=db4 mysql -e 'drop table t'":                                          {Ask, "host db4"},
		"ssh box psql -c \"'drop table t'\"":                                              {Ask, "host box"},
		"kubectl --cluster=prod delete deployment web":                                    {Deny, "context prod"},
		"kubectl -n production delete deployment web":                                     {Deny, "namespace production"},
	} {
		c := testCommand(text)
		c.Dir = "/work"
		v := Builtin().Evaluate(c, w)
		assert.Equal(t, want.decision, v.Decision, "%s: %+v", text, v.Findings)
		require.NotEmpty(t, v.Findings, text)
		var details []string
		if want.detail != "" {
			details = []string{want.detail}
		}
		assert.Equal(t, details, v.Findings[0].Details, text)
	}
}

// TestCI: a build machine is told by its environment, and by what a text sets.
func TestCI(t *testing.T) {
	p := postured(t, "[rule.x]\nmatch = [\"deploy\"]\ndecision = \"deny\"\nreason = \"r\"\nwhen = { ci = \"no\", host = \"lap*\" }\n")
	w := testWorld()
	w.Getenv = func(name string) (string, bool) {
		if name != "HOSTNAME" {
			return "", false
		}
		return "laptop", true
	}
	assert.Equal(t, Deny, p.Evaluate(testCommand("deploy"), w).Decision)
	assert.Equal(t, None, p.Evaluate(testCommand("CI=true deploy"), w).Decision)
	assert.Equal(t, None, p.Evaluate(testCommand("ssh box deploy"), w).Decision)
	assert.Equal(t, Ask, p.Evaluate(testCommand("ssh laps deploy"), w).Decision)
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

// TestServerNames: what a server's database is called does not depend on where the
// command runs; where a file's database lies does.
func TestServerNames(t *testing.T) {
	for _, dir := range []string{"/tmp/x", "/home/dev/tests/x", "/home/dev/project"} {
		for text, want := range map[string]Decision{
			"psql shop -c 'drop database shop'": Deny, "psql -d shop -c 'drop table t'": Ask, "mysql shop -e 'drop table t'": Ask,
			"psql shop_test -c 'drop table t'": None, "psql postgres://h/shop_test -c 'drop table t'": None,
		} {
			c := testCommand(text)
			c.Dir = dir
			assert.Equal(t, want, Builtin().Evaluate(c, testWorld()).Decision, "%s in %s", text, dir)
		}
	}
}
