package facts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/world"
)

func noEnv(string) (string, bool) { return "", false }

const smallState = `{"version": 4, "serial": 9, "lineage": "f827", "resources": [
  {"mode": "managed", "type": "aws_db_instance", "name": "production", "instances": [{"attributes": {"identifier": "course-prod", "id": "db-1", "password": "hunter2"}}]},
  {"mode": "data", "type": "aws_ami", "name": "x", "instances": [{"attributes": {"id": "ami-1"}}]},
  {"module": "module.net[0]", "mode": "managed", "type": "aws_subnet", "name": "s", "instances": [
    {"index_key": 0, "attributes": {"id": "subnet-1"}}, {"index_key": "a\"b", "attributes": {"id": "subnet-2", "name": null}}]}
]}`

const savedBackend = `{"version": 3, "backend": {"type": "s3", "config": {"bucket": "states", "key": "prod/terraform.tfstate", "secret_key": "hunter2", "access_key": null}}}`

func TestTerraformIn(t *testing.T) {
	root := tree(t, map[string]string{
		"local/terraform.tfstate":                           smallState,
		"remote/.terraform/terraform.tfstate":               savedBackend,
		"remote/.terraform/environment":                     "prod",
		"remote/terraform.tfstate":                          smallState, // a leftover: not the state
		"http/.terraform/terraform.tfstate":                 `{"backend": {"type": "http", "config": {"address": "https://me:hunter2@state.example/x"}}}`,
		"spaces/.terraform/environment":                     "blue\n",
		"spaces/terraform.tfstate.d/blue/terraform.tfstate": `{"version": 4, "serial": 1, "lineage": "b"}`,
		"spaces/terraform.tfstate.d/red/terraform.tfstate":  `{"version": 4, "serial": 2, "lineage": "r"}`,
		"elsewhere/.data/environment":                       "odd",
		"new/main.tf":                                       "",
		"lost/.terraform.lock.hcl":                          "",
		"broken/terraform.tfstate":                          `{"version": 3}`,
	})
	in := func(dir, state string, env func(string) (string, bool)) Terraform {
		return TerraformIn(world.Real(), filepath.Join(root, dir), state, env)
	}
	set := func(name, value string) func(string) (string, bool) {
		return func(n string) (string, bool) {
			if n != name {
				return "", false
			}
			return value, true
		}
	}

	local := in("local", "", noEnv)
	require.NotNil(t, local.State)
	assert.Equal(t, State{Lineage: "f827", Serial: 9, Objects: []Object{
		{"aws_db_instance.production", "course-prod"}, {"module.net[0].aws_subnet.s[0]", "subnet-1"}, {`module.net[0].aws_subnet.s["a\"b"]`, "subnet-2"},
	}}, *local.State)
	assert.Equal(t, "default", local.Workspace)
	assert.Equal(t, "local", local.Backend)

	remote := in("remote", "", noEnv)
	assert.Equal(t, Terraform{Workspace: "prod", Backend: "s3", At: "states/prod/terraform.tfstate", Used: true}, remote)
	assert.Equal(t, "https://state.example/x", in("http", "", noEnv).At, "no password is taken")
	assert.NotNil(t, in("remote", "terraform.tfstate", noEnv).State, "-state names a file whatever the backend is")

	assert.Equal(t, "b", in("spaces", "", noEnv).State.Lineage)
	assert.Equal(t, "r", in("spaces", "", set("TF_WORKSPACE", "red")).State.Lineage)
	assert.Equal(t, "odd", in("elsewhere", "", set("TF_DATA_DIR", ".data")).Workspace)

	assert.Equal(t, Terraform{Workspace: "default", Backend: "local", File: filepath.Join(root, "new/terraform.tfstate")}, in("new", "", noEnv))
	assert.True(t, in("lost", "", noEnv).Used)
	broken := in("broken", "", noEnv)
	assert.Nil(t, broken.State)
	assert.Equal(t, "not a state of version 4", broken.Unread)
}

func TestTerraformBounds(t *testing.T) {
	root := tree(t, map[string]string{"a/terraform.tfstate": strings.Repeat(" ", maxState+1), "b/terraform.tfstate": ""})
	big := TerraformIn(world.Real(), filepath.Join(root, "a"), "", noEnv)
	assert.Contains(t, big.Unread, "too large")
	empty := TerraformIn(world.Real(), filepath.Join(root, "b"), "", noEnv)
	assert.NotEmpty(t, empty.Unread)
	nothing := TerraformIn(world.World{}, "/x", "", noEnv)
	assert.Nil(t, nothing.State)
	assert.Empty(t, nothing.Unread)
}

func TestDeclared(t *testing.T) {
	root := tree(t, map[string]string{
		"main.tf":  "resource \"aws_vpc\" \"main\" {\n}\n# resource \"x\" \"y\" {\n  resource   \"aws_subnet\" \"a\" {}\n/* \nresource \"x\" \"z\" {}\n*/\n",
		"db.tf":    "data \"aws_ami\" \"x\" {}\nresource \"aws_db_instance\" \"p\" {}\nresources = 3\n",
		"notes.md": "resource \"aws_vpc\" \"n\" {}\n",
	})
	assert.Equal(t, 3, Declared(world.Real(), root))
	assert.Equal(t, 0, Declared(world.Real(), filepath.Join(root, "none")))
	assert.Equal(t, 0, Declared(world.World{}, root))
	require.NoError(t, os.WriteFile(filepath.Join(root, "big.tf"), []byte(strings.Repeat("resource \"a\" \"b\" {}\n", maxConfig/10)), 0o644))
	assert.Equal(t, 3, Declared(world.Real(), root), "what is too large is left out")
}

func BenchmarkTerraformIn(b *testing.B) {
	dir := b.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "terraform.tfstate"), []byte(smallState), 0o644); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		TerraformIn(world.Real(), dir, "", noEnv)
	}
}

// TestTerraformByAnyName: a state is the same by every name of its directory, and
// another one that a link in its place leads to is in its place.
func TestTerraformByAnyName(t *testing.T) {
	root := tree(t, map[string]string{"infra/terraform.tfstate": "{}", "old.tfstate": "{}"})
	root, err := filepath.EvalSymlinks(root)
	require.NoError(t, err)
	in := func(dir, state string) string {
		return TerraformIn(world.Real(), filepath.Join(root, dir), state, noEnv).File
	}
	want := filepath.Join(root, "infra/terraform.tfstate")
	require.NoError(t, os.Symlink("infra", filepath.Join(root, "link")))
	assert.Equal(t, want, in("infra", ""))
	assert.Equal(t, want, in("link", ""))
	assert.Equal(t, want, in(".", "link/terraform.tfstate"))
	require.NoError(t, os.Remove(want))
	require.NoError(t, os.Symlink("../old.tfstate", want))
	assert.Equal(t, want, in("link", ""))
}
