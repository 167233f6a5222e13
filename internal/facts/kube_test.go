package facts

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"

	"tagout/internal/world"
)

const kubeConfig = `apiVersion: v1
clusters:
- cluster:
    server: https://1.2.3.4
  name: c1
contexts:
- context:
    cluster: c1
    namespace: payments
    user: u
  name: prod
- context:
    cluster: c1
    user: u
  name: "dev"
current-context: prod
kind: Config
users:
- name: u
  user:
    namespace: not-this
`

func TestKubeContext(t *testing.T) {
	root := tree(t, map[string]string{
		"home/.kube/config": kubeConfig,
		"dev":               "current-context: \"dev\"\n",
		"none":              "contexts: []\ncurrent-context: \"\"\n",
		"json":              `{"current-context": "prod", "contexts": [{"name": "dev"}, {"name": "prod", "context": {"namespace": "shop"}}]}`,
		"quoted":            "\"current-context\": 'prod' # the live one\n",
	})
	env := func(list string) func(string) (string, bool) {
		return func(name string) (string, bool) {
			switch name {
			case "HOME":
				return filepath.Join(root, "home"), true
			case "KUBECONFIG":
				return list, list != ""
			}
			return "", false
		}
	}
	in := func(name string) string { return filepath.Join(root, name) }
	for _, c := range []struct {
		list, name, namespace string
		ok                    bool
	}{
		{"", "prod", "payments", true},
		{in("dev"), "dev", "default", true},
		{in("dev") + ":" + in("home/.kube/config"), "dev", "default", true},
		{in("none") + ":" + in("home/.kube/config"), "prod", "payments", true},
		{in("none"), "", "", false},
		{in("json"), "prod", "shop", true},
		{in("quoted") + ":" + in("json"), "prod", "shop", true},
		{"quoted:json", "prod", "shop", true},
		{in("missing"), "", "", false},
	} {
		name, namespace, ok := KubeContext(world.Real(), root, env(c.list))
		assert.Equal(t, c.name, name, c.list)
		assert.Equal(t, c.namespace, namespace, c.list)
		assert.Equal(t, c.ok, ok, c.list)
	}
}
