package audit

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/safeguard"
)

// project makes a project of files.
func project(files map[string]string) safeguard.Project {
	root := fstest.MapFS{}
	for name, text := range files {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return safeguard.Project{Root: root, Dir: "/project"}
}

// short are the findings in one line each: ID place message.
func short(r safeguard.Report) []string {
	out := []string{}
	for _, f := range r.Findings {
		out = append(out, fmt.Sprintf("%s %s:%d:%d %s: %s", f.ID, f.File, f.Line, f.Col, f.About, f.Msg))
	}
	return out
}

// holding are the findings with an id.
func holding(r safeguard.Report, id string) string {
	var out []string
	for _, line := range short(r) {
		if strings.HasPrefix(line, id+" ") {
			out = append(out, strings.TrimPrefix(line, id+" "))
		}
	}
	return strings.Join(out, "\n")
}

func unseenText(r safeguard.Report) string {
	var out []string
	for _, u := range r.Unseen {
		out = append(out, fmt.Sprintf("%d %s", u.Safeguard, u.Text))
	}
	return strings.Join(out, "\n")
}

// sound is a root without findings, to which tests add.
const sound = `
terraform {
  backend "s3" {
    bucket       = "states"
    key          = "shop/terraform.tfstate"
    region       = "eu-central-1"
    encrypt      = true
    use_lockfile = true
  }
}
provider "aws" {
  region              = "eu-central-1"
  allowed_account_ids = ["123456789012"]
}
`

const soundDatabase = `
resource "aws_db_instance" "main" {
  deletion_protection      = true
  delete_automated_backups = false
  backup_retention_period  = 7
  skip_final_snapshot      = false
  lifecycle {
    prevent_destroy = true
  }
}
`

func TestSound(t *testing.T) {
	r := Check(project(map[string]string{"main.tf": sound, "db.tf": soundDatabase}))
	assert.Empty(t, short(r))
	assert.Equal(t, 1, r.Roots)
	assert.Equal(t, 2, r.Files)
}

// TestChecks has, for every check, what must be found and the nearest thing
// that must not.
func TestChecks(t *testing.T) {
	database := func(from, to string) string {
		return strings.Replace(soundDatabase, from, to, 1)
	}
	const local = "provider \"aws\" {\n  allowed_account_ids = [\"1\"]\n}\n"
	workflow := func(step string) map[string]string {
		return map[string]string{".github/workflows/w.yml": "on:\n  push:\njobs:\n  a:\n    steps:\n      - run: " + step + "\n"}
	}
	tests := []struct {
		name, id string
		files    map[string]string
		want     string // a part of the findings with the id; "" for none
	}{
		{"no deletion_protection", "SG-PROT-1", map[string]string{"main.tf": sound, "db.tf": database("deletion_protection      = true", "")}, `db.tf:2:1 aws_db_instance.main: deletion_protection is not set`},
		{"deletion_protection is off", "SG-PROT-1", map[string]string{"main.tf": sound, "db.tf": database("deletion_protection      = true", "deletion_protection = false")}, `db.tf:3:3 aws_db_instance.main: deletion_protection is false`},
		{"deletion_protection is null", "SG-PROT-1", map[string]string{"main.tf": sound, "db.tf": database("deletion_protection      = true", "deletion_protection = null")}, `deletion_protection is not set`},
		{"deletion_protection by default", "SG-PROT-1", map[string]string{"main.tf": sound + `resource "google_spanner_database" "d" {` + "\n enable_drop_protection = true\n}"}, ""},
		{"deletion_protection by default, off", "SG-PROT-1", map[string]string{"main.tf": sound + `resource "google_spanner_database" "d" {` + "\n enable_drop_protection = true\n deletion_protection = false\n}"}, `deletion_protection is false`},
		{"as a text", "SG-PROT-1", map[string]string{"main.tf": sound, "db.tf": database("deletion_protection      = true", `deletion_protection = "true"`)}, ""},
		{"no prevent_destroy", "SG-PROT-2", map[string]string{"main.tf": sound, "db.tf": database("prevent_destroy = true", "")}, `db.tf:2:1 aws_db_instance.main: prevent_destroy is not set`},
		{"prevent_destroy is off", "SG-PROT-2", map[string]string{"main.tf": sound, "db.tf": database("prevent_destroy = true", "prevent_destroy = false")}, `db.tf:8:5 aws_db_instance.main: prevent_destroy is false`},
		{"prevent_destroy is overridden", "SG-PROT-2", map[string]string{"main.tf": sound, "db.tf": soundDatabase, "z_override.tf": "resource \"aws_db_instance\" \"main\" {\n  lifecycle {\n    prevent_destroy = false\n  }\n}"}, "z_override.tf:3:5 aws_db_instance.main: prevent_destroy is false"},
		{"lifecycle is overridden elsewhere", "SG-PROT-2", map[string]string{"main.tf": sound, "db.tf": soundDatabase, "z_override.tf": "resource \"aws_db_instance\" \"main\" {\n  lifecycle {\n    ignore_changes = [tags]\n  }\n}"}, ""},
		{"no data in it", "SG-PROT-2", map[string]string{"main.tf": sound + `resource "aws_lb" "l" {` + "\n enable_deletion_protection = true\n}"}, ""},
		{"a lock instead", "SG-PROT-2", map[string]string{"main.tf": sound + "resource \"azurerm_managed_disk\" \"d\" {}\nresource \"azurerm_management_lock\" \"l\" {\n scope = azurerm_managed_disk.d.id\n lock_level = \"CanNotDelete\"\n}"}, ""},
		{"a lock on another", "SG-PROT-2", map[string]string{"main.tf": sound + "resource \"azurerm_managed_disk\" \"d\" {}\nresource \"azurerm_management_lock\" \"l\" {\n scope = azurerm_managed_disk.e.id\n lock_level = \"CanNotDelete\"\n}"}, "azurerm_managed_disk.d"},
		{"skip_final_snapshot", "SG-PROT-3", map[string]string{"main.tf": sound, "db.tf": database("skip_final_snapshot      = false", "skip_final_snapshot = true")}, `db.tf:6:3 aws_db_instance.main: skip_final_snapshot is true`},
		{"final snapshot by default", "SG-PROT-3", map[string]string{"main.tf": sound, "db.tf": database("skip_final_snapshot      = false", "")}, ""},
		{"purged when destroyed", "SG-PROT-3", map[string]string{"main.tf": sound + "provider \"azurerm\" {\n  subscription_id = \"s\"\n  features {}\n}\nresource \"azurerm_key_vault\" \"k\" {}"}, "provider azurerm: features.key_vault.purge_soft_delete_on_destroy is not set"},
		{"kept when destroyed", "SG-PROT-3", map[string]string{"main.tf": sound + "provider \"azurerm\" {\n  subscription_id = \"s\"\n  features {\n    key_vault {\n      purge_soft_delete_on_destroy = false\n    }\n  }\n}\nresource \"azurerm_key_vault\" \"k\" {}"}, ""},
		{"nothing to purge", "SG-PROT-3", map[string]string{"main.tf": sound + "provider \"azurerm\" {\n  subscription_id = \"s\"\n  features {}\n}"}, ""},
		{"not applied", "SG-PROT-4", map[string]string{"main.tf": local + soundDatabase, "terraform.tfstate": inState("false")}, "main.tf:6:3 aws_db_instance.main: deletion_protection is true here, but false in the state"},
		{"applied", "SG-PROT-4", map[string]string{"main.tf": local + soundDatabase, "terraform.tfstate": inState("true")}, ""},
		{"backups go with it", "SG-BACKUP-1", map[string]string{"main.tf": sound, "db.tf": database("delete_automated_backups = false", "")}, `delete_automated_backups is not set`},
		{"no retention", "SG-BACKUP-1", map[string]string{"main.tf": sound, "db.tf": database("backup_retention_period  = 7", "backup_retention_period = 0")}, `db.tf:5:3 aws_db_instance.main: backup_retention_period is 0`},
		{"one day of retention", "SG-BACKUP-1", map[string]string{"main.tf": sound, "db.tf": database("backup_retention_period  = 7", "backup_retention_period = 1")}, ""},
		{"a replica needs none", "SG-BACKUP-1", map[string]string{"main.tf": sound, "db.tf": `resource "aws_db_instance" "r" {` + "\n replicate_source_db = aws_db_instance.main.id\n}"}, ""},
		{"no versions", "SG-BACKUP-1", map[string]string{"main.tf": sound + `resource "aws_s3_bucket" "b" {}`}, "aws_s3_bucket.b: there is no aws_s3_bucket_versioning for it"},
		{"versions", "SG-BACKUP-1", map[string]string{"main.tf": sound + `resource "aws_s3_bucket" "b" {}` + "\nresource \"aws_s3_bucket_versioning\" \"b\" {\n bucket = aws_s3_bucket.b.id\n versioning_configuration {\n  status = \"Enabled\"\n }\n}"}, ""},
		{"versions, suspended", "SG-BACKUP-1", map[string]string{"main.tf": sound + `resource "aws_s3_bucket" "b" {}` + "\nresource \"aws_s3_bucket_versioning\" \"b\" {\n bucket = aws_s3_bucket.b.id\n versioning_configuration {\n  status = \"Suspended\"\n }\n}"}, "aws_s3_bucket.b"},
		{"versions, inline", "SG-BACKUP-1", map[string]string{"main.tf": sound + "resource \"aws_s3_bucket\" \"b\" {\n versioning {\n  enabled = true\n }\n}"}, ""},
		{"a snapshot beside it", "SG-BACKUP-2", map[string]string{"main.tf": sound + `resource "aws_db_snapshot" "s" {}`, "db.tf": soundDatabase}, "main.tf:15:1 aws_db_snapshot.s: is in the same state as what it copies (aws_db_instance.main)"},
		{"a snapshot elsewhere", "SG-BACKUP-2", map[string]string{"main.tf": sound, "db.tf": soundDatabase, "backup/main.tf": sound + `resource "aws_db_snapshot" "s" {}`}, ""},

		{"no backend", "SG-STATE-1", map[string]string{"main.tf": local + soundDatabase}, "main.tf:5:1 state: the state is a local file"},
		{"local backend", "SG-STATE-1", map[string]string{"main.tf": local + soundDatabase + "terraform {\n  backend \"local\" {}\n}"}, "main.tf:15:3 state: the state is a local file"},
		{"a module for others", "SG-STATE-1", map[string]string{"main.tf": "variable \"x\" {}\n" + soundDatabase}, ""},
		{"a module for others, initialised", "SG-STATE-1", map[string]string{"main.tf": "variable \"x\" {}\n" + soundDatabase, ".terraform.lock.hcl": ""}, "main.tf:3:1 state: the state is a local file"},
		{"no backend, no data", "SG-STATE-1", map[string]string{"main.tf": `resource "null_resource" "x" {}`}, ""},
		{"cloud", "SG-STATE-1", map[string]string{"main.tf": local + soundDatabase + "terraform {\n  cloud {\n    organization = \"o\"\n  }\n}"}, ""},
		{"terragrunt", "SG-STATE-1", map[string]string{"live/a/main.tf": local + soundDatabase, "live/terragrunt.hcl": ""}, ""},
		{"initialised for another", "SG-STATE-1", map[string]string{"main.tf": local + soundDatabase, ".terraform/terraform.tfstate": `{"version":3,"backend":{"type":"s3","config":{"bucket":"b"}}}`}, `the directory was initialised for backend "s3"`},
		{"state is missing", "SG-STATE-2", map[string]string{"main.tf": `resource "null_resource" "x" {}`, ".terraform.lock.hcl": ""}, "there is no state here"},
		{"state is empty", "SG-STATE-2", map[string]string{"main.tf": `resource "null_resource" "x" {}`, ".terraform.lock.hcl": "", "terraform.tfstate": `{"version":4,"lineage":"l","serial":1,"resources":[]}`}, "there is no state here"},
		{"state is there", "SG-STATE-2", map[string]string{"main.tf": `resource "null_resource" "x" {}`, ".terraform.lock.hcl": "", "terraform.tfstate": `{"version":4,"lineage":"l","serial":1,"resources":[{"mode":"managed","type":"null_resource","name":"x","instances":[{"attributes":{}}]}]}`}, ""},
		{"new directory", "SG-STATE-2", map[string]string{"main.tf": `resource "null_resource" "x" {}`}, ""},
		{"no lock", "SG-STATE-3", map[string]string{"main.tf": strings.Replace(sound, "use_lockfile = true", "", 1)}, "main.tf:3:3 backend s3: there is no lock"},
		{"lock by a table", "SG-STATE-3", map[string]string{"main.tf": strings.Replace(sound, "use_lockfile = true", `dynamodb_table = "locks"`, 1)}, ""},
		{"no encryption", "SG-STATE-3", map[string]string{"main.tf": strings.Replace(sound, "encrypt      = true", "encrypt = false", 1)}, "encrypt is not true"},
		{"completed at init", "SG-STATE-3", map[string]string{"main.tf": "terraform {\n  backend \"s3\" {}\n}"}, ""},
		{"its own bucket", "SG-STATE-3", map[string]string{"main.tf": sound + "resource \"aws_s3_bucket\" \"states\" {\n  bucket = \"states\"\n}"}, "main.tf:15:1 aws_s3_bucket.states: is where this very root keeps its state"},
		{"a bucket of another root", "SG-STATE-3", map[string]string{"main.tf": sound, "bootstrap/main.tf": strings.Replace(sound, `"states"`, `"first"`, 1) + "resource \"aws_s3_bucket\" \"states\" {\n  bucket = \"states\"\n}"}, ""},
		{"http, no lock", "SG-STATE-3", map[string]string{"main.tf": "terraform {\n  backend \"http\" {\n    address = \"https://s\"\n  }\n}"}, "there is no lock"},
		{"backend in JSON", "SG-STATE-3", map[string]string{"main.tf.json": `{"terraform":{"backend":{"s3":{"bucket":"b","key":"k","encrypt":true}}}}`}, "main.tf.json:1:15 backend s3: there is no lock"},
		{"backend in JSON, locked", "SG-STATE-3", map[string]string{"main.tf.json": `{"terraform":{"backend":{"s3":{"bucket":"b","key":"k","encrypt":true,"use_lockfile":true}}}}`}, ""},
		{"gcs", "SG-STATE-3", map[string]string{"main.tf": "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\nresource \"google_storage_bucket\" \"s\" {\n  name = \"b\"\n}"}, "google_storage_bucket.s: is where this very root"},
		{"azurerm", "SG-STATE-3", map[string]string{"main.tf": "terraform {\n  backend \"azurerm\" {\n    container_name = \"b\"\n  }\n}\nresource \"azurerm_storage_container\" \"s\" {\n  name = \"c\"\n}"}, ""},
		{"a block is overridden", "SG-BACKUP-1", map[string]string{"main.tf": sound + "resource \"aws_s3_bucket\" \"b\" {\n versioning {\n  enabled = true\n }\n}", "override.tf": "resource \"aws_s3_bucket\" \"b\" {\n versioning {\n  enabled = false\n }\n}"}, "aws_s3_bucket.b: there is no aws_s3_bucket_versioning"},
		{"two states", "SG-STATE-4", map[string]string{"main.tf": sound, "terraform.tfstate": "{}", "old.tfstate": "{}"}, "old.tfstate:0:0 state: there are 2 states side by side (old.tfstate, terraform.tfstate)"},
		{"one state", "SG-STATE-4", map[string]string{"main.tf": sound, "terraform.tfstate": "{}", "terraform.tfstate.backup": "{}"}, ""},

		{"workspaces", "SG-ENV-1", map[string]string{"main.tf": sound, "terraform.tfstate.d/prod/terraform.tfstate": "{}", "terraform.tfstate.d/staging/terraform.tfstate": "{}"}, "workspaces prod and staging"},
		{"workspaces of one kind", "SG-ENV-1", map[string]string{"main.tf": sound, "terraform.tfstate.d/test/terraform.tfstate": "{}", "terraform.tfstate.d/staging/terraform.tfstate": "{}"}, ""},
		{"values", "SG-ENV-1", map[string]string{"main.tf": sound, "prod.tfvars": "", "dev.tfvars": ""}, "values prod.tfvars and dev.tfvars"},
		{"values, states apart", "SG-ENV-1", map[string]string{"main.tf": "terraform {\n  backend \"s3\" {}\n}", "prod.tfvars": "", "dev.tfvars": ""}, ""},
		{"tags", "SG-ENV-1", map[string]string{"main.tf": sound + "resource \"aws_vpc\" \"a\" {\n tags = { Environment = \"production\" }\n}\nresource \"aws_vpc\" \"b\" {\n tags = { Environment = \"dev\" }\n}"}, "tags production and dev"},
		{"tags of one kind", "SG-ENV-1", map[string]string{"main.tf": sound + "resource \"aws_vpc\" \"a\" {\n tags = { Environment = \"production\" }\n}\nresource \"aws_vpc\" \"b\" {\n tags = { Environment = \"prod\" }\n}"}, ""},
		{"no pin", "SG-ENV-2", map[string]string{"main.tf": "provider \"aws\" {\n  region = \"r\"\n}"}, ""}, // a root without resources or settings is none
		{"no pin, resources", "SG-ENV-2", map[string]string{"main.tf": "provider \"aws\" {\n  region = \"r\"\n}\nresource \"aws_vpc\" \"v\" {}"}, "main.tf:1:1 provider aws: is not bound to an account"},
		{"no provider", "SG-ENV-2", map[string]string{"main.tf": `resource "aws_vpc" "v" {}`}, "main.tf:1:1 provider aws: is nowhere bound to an account"},
		{"no provider, for others", "SG-ENV-2", map[string]string{"main.tf": "variable \"x\" {}\nresource \"aws_vpc\" \"v\" {}"}, ""},
		{"a role", "SG-ENV-2", map[string]string{"main.tf": "provider \"aws\" {\n assume_role {\n  role_arn = \"arn:aws:iam::1:role/x\"\n }\n}\nresource \"aws_vpc\" \"v\" {}"}, ""},

		{"allowed for Claude", "SG-AGENT-1", map[string]string{".claude/settings.json": `{"permissions":{"allow":["Bash(ls:*)","Bash(terraform:*)"]}}`}, ".claude/settings.json:1:39 Claude Code: Bash(terraform:*) lets `terraform destroy -auto-approve` run unasked"},
		{"allowed, but denied too", "SG-AGENT-1", map[string]string{".claude/settings.json": `{"permissions":{"allow":["Bash(terraform apply:*)"],"deny":["Bash(terraform apply:*)"]}}`}, ""},
		{"reads allowed", "SG-AGENT-1", map[string]string{".claude/settings.json": `{"permissions":{"allow":["Bash(terraform plan:*)","Bash(terraform fmt)","Bash(git *)","Read(**)","WebFetch"]}}`}, ""},
		{"all allowed", "SG-AGENT-1", map[string]string{".claude/settings.local.json": `{"permissions":{"allow":["Bash"]}}`}, "Bash lets `terraform destroy"},
		{"one command allowed", "SG-AGENT-1", map[string]string{".claude/settings.json": `{"permissions":{"allow":["Bash(terraform)"]}}`}, ""},
		{"what begins so allowed", "SG-AGENT-1", map[string]string{".gemini/settings.json": `{"tools":{"allowed":["ShellTool(terraform)"]}}`}, "ShellTool(terraform) lets"},
		{"glob allowed", "SG-AGENT-1", map[string]string{".claude/settings.json": `{"permissions":{"allow":["Bash(* -auto-approve)"]}}`}, "Bash(* -auto-approve) lets"},
		{"part of a word allowed", "SG-AGENT-1", map[string]string{".claude/settings.json": `{"permissions":{"allow":["Bash(terr:*)","Bash(terraform * -force)"]}}`}, ""},
		{"bypass", "SG-AGENT-1", map[string]string{".claude/settings.json": `{"permissions":{"defaultMode":"bypassPermissions"}}`}, "permissions.defaultMode is bypassPermissions"},
		{"plan mode", "SG-AGENT-1", map[string]string{".claude/settings.json": `{"permissions":{"defaultMode":"plan"},"disableAllHooks":false}`}, ""},
		{"hooks off", "SG-AGENT-1", map[string]string{".claude/settings.json": `{"disableAllHooks":true}`}, "disableAllHooks is true"},
		{"Codex", "SG-AGENT-1", map[string]string{".codex/config.toml": "model = \"m\"\nsandbox_mode = \"danger-full-access\"\n"}, ".codex/config.toml:2:1 Codex: sandbox_mode is danger-full-access"},
		{"Codex, hooks off", "SG-AGENT-1", map[string]string{".codex/config.toml": "[features]\nhooks = false\n"}, "features.hooks is false"},
		{"Codex, in its sandbox", "SG-AGENT-1", map[string]string{".codex/config.toml": "sandbox_mode = \"workspace-write\"\n[features]\nhooks = true\n"}, ""},
		{"Gemini", "SG-AGENT-1", map[string]string{".gemini/settings.json": `{"tools":{"allowed":["run_shell_command(terraform)"]}}`}, "Gemini CLI: run_shell_command(terraform) lets"},
		{"Gemini, reads", "SG-AGENT-1", map[string]string{".gemini/settings.json": `{"tools":{"allowed":["run_shell_command(terraform plan)"]},"hooksConfig":{"enabled":true}}`}, ""},
		{"Cursor", "SG-AGENT-1", map[string]string{".cursor/cli.json": `{"permissions":{"allow":["Shell(terraform)"],"deny":[]}}`}, "Cursor: Shell(terraform) lets"},
		{"OpenCode", "SG-AGENT-1", map[string]string{"opencode.json": `{"permission":{"bash":"allow"}}`}, "OpenCode: permission.bash is allow"},
		{"OpenCode asks", "SG-AGENT-1", map[string]string{"opencode.json": `{"permission":{"bash":"ask"}}`}, ""},
		{"wrapped in make", "SG-AGENT-2", map[string]string{"Makefile": "deploy:\n\t@terraform \\\n\t  apply \\\n\t  -auto-approve\n"}, "Makefile:2:2 Makefile: whoever may run this runs what the policy refuses (terraform-apply-unseen)"},
		{"planned in make", "SG-AGENT-2", map[string]string{"Makefile": "deploy:\n\tterraform plan -out=tfplan\n# never terraform apply -auto-approve\n"}, ""},
		{"wrapped in npm", "SG-AGENT-2", map[string]string{"package.json": "{\"scripts\":{\"deploy\":\"terraform apply -auto-approve\"}}"}, "package.json:1:22 package.json: "},
		{"wrapped in CI", "SG-AGENT-2", workflow("terraform apply -auto-approve"), ".github/workflows/w.yml:6:7 "},
		{"wrapped in a Taskfile", "SG-AGENT-2", map[string]string{"Taskfile.yml": "tasks:\n  deploy:\n    cmds:\n      - cmd: terraform apply -auto-approve\n"}, "Taskfile.yml:4:7 "},
		{"wrapped in a list", "SG-AGENT-2", map[string]string{".gitlab-ci.yml": "deploy:\n  script:\n    - \"terraform apply -auto-approve\"\n"}, ".gitlab-ci.yml:3:5 "},
		{"wrapped in a Jenkinsfile", "SG-AGENT-2", map[string]string{"Jenkinsfile": "steps {\n  sh 'terraform apply -auto-approve'\n}"}, "Jenkinsfile:2:3 "},
		{"wrapped at the end", "SG-AGENT-2", map[string]string{"x.sh": "terraform apply -auto-approve \\"}, "x.sh:1:1 "},
		{"planned in CI", "SG-AGENT-2", workflow("terraform plan"), ""},

		{"broken", "SG-READ", map[string]string{"main.tf": sound, "db.tf": soundDatabase + "resource \"aws_lb\" {"}, "db.tf:"},
		{"deep", "SG-READ", map[string]string{"main.tf": "x = " + strings.Repeat("[", 300)}, "main.tf:0:0 not read: is nested too deeply"},
		{"large", "SG-READ", map[string]string{"main.tf": strings.Repeat("# x\n", maxFile/4+1)}, "main.tf:0:0 not read: has more than 512 KB"},
		{"settings are broken", "SG-READ", map[string]string{".claude/settings.json": "{"}, ".claude/settings.json:0:0 not read: cannot be read as JSON"},
		{"TOML is broken", "SG-READ", map[string]string{".codex/config.toml": "="}, "cannot be read as TOML"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := project(tt.files)
			p.Refused = refusesUnseen
			got := holding(Check(p), tt.id)
			if tt.want == "" {
				assert.Empty(t, got)
				return
			}
			assert.Contains(t, got, tt.want)
		})
	}
}

// inState is a state in which the database is protected, or is not.
func inState(protected string) string {
	return `{"version":4,"lineage":"l","serial":1,"resources":[{"mode":"managed","type":"aws_db_instance","name":"main","instances":[{"attributes":{"deletion_protection":` + protected + `}}]}]}`
}

// refusesUnseen stands in for the policy, which cannot be imported here.
func refusesUnseen(command string) []string {
	words := strings.Fields(command)
	if len(words) == 3 && words[0] == "terraform" && words[1] == "apply" && words[2] == "-auto-approve" {
		return []string{"terraform-apply-unseen"}
	}
	return nil
}

// TestTable reads the data: what is to be written must satisfy its condition.
func TestTable(t *testing.T) {
	known := readTable()
	require.Greater(t, len(known.Resource), 80)
	all := func(name string, conditions ...[]condition) {
		for _, list := range conditions {
			for _, c := range list {
				assert.NotEmpty(t, c.path[0], name)
				assert.NotEmpty(t, c.write, "%s: %s has nothing to write", name, strings.Join(c.path, "."))
				assert.True(t, c.value[0] == "*" || c.holds(c.write), "%s: what is written for %s does not satisfy it", name, strings.Join(c.path, "."))
			}
		}
	}
	for name, r := range known.Resource {
		all(name, r.Protect, r.Disarm, r.Backup)
		assert.Contains(t, []string{"", "data", "nothing"}, r.Holds, name)
		for _, w := range r.With {
			all(name, []condition{w.Must})
		}
	}
	for name, r := range known.Module {
		all(name, r.Protect, r.Disarm, r.Backup)
	}
	for name, p := range known.Provider {
		for _, w := range p.When {
			all(name, []condition{w.Must})
		}
	}
	for _, l := range known.Lock {
		all("lock", []condition{l.Must})
	}
}
