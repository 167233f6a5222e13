package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tagout/internal/plan"
)

// story is a directory and the plans made in it, one after another.
type story struct {
	name  string
	files map[string]string
	steps []step
}

// stories are those that terraform can tell without providers.
func stories() []story {
	return []story{
		{"life", map[string]string{"main.tf": ""}, lifeSteps()},
		{"values", map[string]string{"main.tf": ""}, valueSteps()},
		{"modules", map[string]string{
			"main.tf": "module \"m\" {\n source = \"./net\"\n for_each = toset([\"a.b\", \"c\\\"]d\"])\n}\n" +
				"module \"n\" {\n source = \"./net\"\n count = 2\n}\n",
			"net/main.tf": "resource \"terraform_data\" \"subnet\" {\n count = 2\n input = count.index\n}\n" +
				"module \"deep\" {\n source = \"./deep\"\n}\n",
			"net/deep/main.tf": "resource \"terraform_data\" \"x\" {\n for_each = toset([\"é\"])\n}\n",
		}, moduleSteps()},
		{"large", map[string]string{"main.tf": "", "terraform.tfstate": largeState(1000)}, []step{
			{name: "large", config: "resource \"terraform_data\" \"d\" {\n count = 1000\n}\n", args: "-refresh=false", keep: true, check: func(t *testing.T, p *plan.Plan) { require.Len(t, p.Changes, 2000) }},
		}},
		{"data", map[string]string{
			"main.tf": "", "other.tfstate": `{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"l","outputs":{"x":{"value":"y","type":"string"}},"resources":[]}`,
		}, dataSteps()},
	}
}

// lifeSteps lead one resource and its kin from their beginning to their end.
func lifeSteps() []step {
	const a = "resource \"terraform_data\" \"a\" {\n input = \"1\"\n}\n"
	const b = "resource \"terraform_data\" \"b\" {\n input = \"2\"\n triggers_replace = [1]\n}\n"
	const b2 = "resource \"terraform_data\" \"b\" {\n input = \"2\"\n triggers_replace = [2]\n}\n"
	const cbd = "resource \"terraform_data\" \"c\" {\n triggers_replace = 1\n lifecycle {\n  create_before_destroy = true\n }\n}\n"
	const cbd2 = "resource \"terraform_data\" \"c\" {\n triggers_replace = 2\n lifecycle {\n  create_before_destroy = true\n }\n}\n"
	const whole = "resource \"terraform_data\" \"d\" {\n triggers_replace = 1\n lifecycle {\n  create_before_destroy = true\n }\n}\n"
	const half = "resource \"terraform_data\" \"d\" {\n triggers_replace = 2\n lifecycle {\n  create_before_destroy = true\n }\n" +
		" provisioner \"local-exec\" {\n  command = \"exit 1\"\n }\n}\n"
	const born = "resource \"terraform_data\" \"e\" {\n provisioner \"local-exec\" {\n  command = \"exit 1\"\n }\n}\n"
	const guarded = "resource \"terraform_data\" \"g\" {\n triggers_replace = 1\n lifecycle {\n  prevent_destroy = true\n }\n}\n"
	const guarded2 = "resource \"terraform_data\" \"g\" {\n triggers_replace = 2\n lifecycle {\n  prevent_destroy = true\n }\n}\n"
	const follower = "resource \"terraform_data\" \"f\" {\n lifecycle {\n  replace_triggered_by = [terraform_data.a]\n }\n}\n"
	destroy := func(t *testing.T, p *plan.Plan) { require.Equal(t, plan.Destroy, p.Mode) }
	return []step{
		{name: "create", config: a + b + cbd, want: "terraform_data.a |  |  | terraform_data | create | "},
		{name: "no changes", want: "terraform_data.a |  |  | terraform_data | no-op | "},
		{name: "update", config: "resource \"terraform_data\" \"a\" {\n input = \"x\"\n}\n" + b + cbd, want: "| update | "},
		{name: "delete then create", config: a + b2 + cbd, want: "| delete,create | replace_because_cannot_update"},
		{name: "create then delete", config: a + b2 + cbd2, want: "| create,delete | replace_because_cannot_update"},
		{name: "replaced by request", args: "-replace=terraform_data.a", want: "| delete,create | replace_by_request"},
		{name: "create then delete by request", args: "-replace=terraform_data.c", want: "terraform_data.c |  |  | terraform_data | create,delete | replace_by_request"},
		{name: "tainted", before: "taint terraform_data.a", want: "| delete,create | replace_because_tainted"},
		{name: "moved", config: "moved {\n from = terraform_data.a\n to = terraform_data.z\n}\n" +
			"resource \"terraform_data\" \"z\" {\n input = \"1\"\n}\n" + b2 + cbd2, want: "terraform_data.z |  | terraform_data.a | terraform_data | no-op | "},
		{name: "moved and updated", config: "moved {\n from = terraform_data.z\n to = terraform_data.a\n}\n" +
			"resource \"terraform_data\" \"a\" {\n input = \"moved\"\n}\n" + b2 + cbd2, want: "terraform_data.a |  | terraform_data.z | terraform_data | update | "},
		{name: "with a follower", config: a + b2 + follower, want: "terraform_data.c |  |  | terraform_data | delete | delete_because_no_resource_config"},
		{name: "follower follows", config: "resource \"terraform_data\" \"a\" {\n input = \"3\"\n}\n" + b2 + follower, want: "terraform_data.f |  |  | terraform_data | delete,create | replace_by_triggers"},
		{name: "forget", config: a + b2 + "removed {\n from = terraform_data.f\n lifecycle {\n  destroy = false\n }\n}\n", want: "terraform_data.f |  |  | terraform_data | forget | "},
		{name: "removed and destroyed", config: a + "removed {\n from = terraform_data.b\n lifecycle {\n  destroy = true\n }\n}\n", want: "terraform_data.b |  |  | terraform_data | delete | "},
		{name: "import", config: a + "import {\n to = terraform_data.i\n id = \"0-1-2\"\n}\nresource \"terraform_data\" \"i\" {}\n", want: "terraform_data.i |  |  | terraform_data | no-op | "},
		{name: "outputs only", config: a + "output \"o\" {\n value = terraform_data.a.input\n}\n", args: "-target=terraform_data.a", want: "terraform_data.a |  |  | terraform_data | no-op | "},
		{name: "an output that goes", config: a, want: "terraform_data.i |  |  | terraform_data | delete | "},
		{name: "fails to be born", config: a + born, broken: true, want: "| create | "},
		{name: "tainted by failure", config: a + "resource \"terraform_data\" \"e\" {}\n", want: "terraform_data.e |  |  | terraform_data | delete,create | replace_because_tainted"},
		{name: "before a broken replacement", config: a + whole, want: "terraform_data.d |  |  | terraform_data | create | "},
		{name: "a broken replacement", config: a + half, broken: true, want: "| create,delete | "},
		{name: "deposed", keep: true, want: "| terraform_data | delete | ", check: func(t *testing.T, p *plan.Plan) {
			var deposed int
			for _, c := range p.Changes {
				if c.Deposed != "" && c.Action.Deletes() {
					deposed++
				}
			}
			require.Equal(t, 1, deposed)
		}},
		{name: "deposed goes", config: a + whole, want: "| terraform_data | delete | "},
		{name: "guarded", config: a + guarded, want: "terraform_data.g |  |  | terraform_data | create | "},
		{name: "guard refuses", config: a + guarded2, fails: true, keep: true, check: func(t *testing.T, p *plan.Plan) { require.True(t, p.Errored) }},
		{name: "refresh only", config: a + guarded, args: "-refresh-only", check: func(t *testing.T, p *plan.Plan) {
			require.Equal(t, plan.RefreshOnly, p.Mode)
			require.Empty(t, p.Changes)
		}},
		{name: "guard gone", config: a, keep: true, want: "terraform_data.g |  |  | terraform_data | delete | "},
		{name: "destroy one", args: "-destroy -target=terraform_data.a", keep: true, want: "| delete | ", check: destroy},
		{name: "destroy", args: "-destroy", want: "| delete | ", check: destroy},
		{name: "destroy nothing", args: "-destroy", check: destroy, keep: true},
	}
}

// valueSteps are of values and keys.
func valueSteps() []step {
	const keys = `[ "a.b", "q\"x", "br]ack[", "ünï", "tab\there", "dollar$${x}", "per%%{if}", "a b", "nb\u00a0sp", "bidi\u202ex", "日本", "back\\slash", "nl\nx", "😀", "👩‍💻", "", "module.x", "]" ]`
	const each = "resource \"terraform_data\" \"k\" {\n for_each = toset(" + keys + ")\n input = each.key\n}\n"
	nested := func(n, big string) string {
		return "resource \"terraform_data\" \"n\" {\n input = { n = " + n + ", big = " + big + ", list = [1, 2, { z = null }], empty = {}, none = [], " +
			"set = toset([\"x\", \"y" + n + "\"]), t = true, map = tomap({ \"a.b\" = \"" + n + "\" }) }\n}\n"
	}
	const secret = "variable \"s\" {\n sensitive = true\n default = \"hush\"\n}\nresource \"terraform_data\" \"s\" {\n input = { password = var.s, open = 1 }\n}\n"
	const secret2 = "variable \"s\" {\n sensitive = true\n default = \"hush2\"\n}\nresource \"terraform_data\" \"s\" {\n input = { password = var.s, open = 2 }\n}\n"
	unknown := func(n string) string {
		return "resource \"terraform_data\" \"u\" {\n input = " + n + "\n}\nresource \"terraform_data\" \"v\" {\n" +
			" input = { whole = terraform_data.u.output, part = [terraform_data.u.output, 1], prefix = \"p-${terraform_data.u.output}\", fixed = [" + n + "] }\n}\n"
	}
	count := func(n string) string {
		return "resource \"terraform_data\" \"c\" {\n count = " + n + "\n input = \"x\"\n}\n"
	}
	return []step{
		{name: "odd keys", config: each, want: `terraform_data.k["q\"x"]`},
		{name: "odd keys go", config: "resource \"terraform_data\" \"k\" {\n for_each = toset([\"a.b\"])\n input = each.key\n}\n", want: `terraform_data.k["bidi\u202ex"] |  |  | terraform_data | delete | delete_because_each_key`},
		{name: "nested", config: nested("1", "123456789012345678901234567890"), want: "| create | "},
		{name: "nested update", config: nested("-0.1", "1e40"), want: "| update | "},
		{name: "nested update of a float", config: nested("1.5", "9223372036854775808"), want: "| update | "},
		{name: "nested update of large numbers", config: nested("70000", "-3000000000"), want: "| update | "},
		{name: "nested to nothing", config: "resource \"terraform_data\" \"n\" {\n input = null\n}\n", want: "| update | "},
		{name: "nested to a list", config: "resource \"terraform_data\" \"n\" {\n input = [\"a\", [], {}]\n}\n", want: "| update | "},
		{name: "nested to text", config: "resource \"terraform_data\" \"n\" {\n input = \"${join(\"\", [for i in range(300) : \"long \"])}\"\n}\n", want: "| update | "},
		{name: "sensitive", config: secret, want: "terraform_data.s |"},
		{name: "sensitive update", config: secret2, want: "| update | "},
		{name: "unknown", config: unknown("\"1\""), want: "terraform_data.v |"},
		{name: "unknown update", config: unknown("{ deep = { er = 2 } }"), keep: true, want: "terraform_data.v |  |  | terraform_data | update | "},
		{name: "count", config: count("3"), want: "terraform_data.c[2] |"},
		{name: "count down", config: count("1"), want: "terraform_data.c[2] |  |  | terraform_data | delete | delete_because_count_index"},
		{name: "wrong repetition", config: "resource \"terraform_data\" \"c\" {\n for_each = { x = 1 }\n}\n", want: "delete_because_wrong_repetition"},
	}
}

// moduleSteps are of modules.
func moduleSteps() []step {
	return []step{
		{name: "modules", want: `module.m["c\"]d"].module.deep.terraform_data.x["é"] |  |  | terraform_data | create | `},
		{name: "a module moves", config: "moved {\n from = module.n\n to = module.o\n}\nmodule \"o\" {\n source = \"./net\"\n count = 1\n}\n",
			before: "get", want: "module.o[1].terraform_data.subnet[0] |  | module.n[1].terraform_data.subnet[0] | terraform_data | delete | delete_because_no_module"},
		{name: "a module in another workspace", before: "workspace new staging", want: "| create | ", check: func(t *testing.T, p *plan.Plan) {
			require.Equal(t, "staging", p.Workspace)
			require.Equal(t, "local", p.Backend)
		}},
		{name: "no modules", config: "\n", keep: true, want: "delete_because_no_resource_config"},
	}
}

// dataSteps are of data sources.
func dataSteps() []step {
	const read = "data \"terraform_remote_state\" \"r\" {\n backend = \"local\"\n config = {\n  path = \"other.tfstate\"\n }\n}\n"
	const late = "resource \"terraform_data\" \"p\" {\n input = \"other.tfstate\"\n}\n" +
		"data \"terraform_remote_state\" \"r\" {\n backend = \"local\"\n config = {\n  path = terraform_data.p.output\n }\n}\n"
	const after = "resource \"terraform_data\" \"p\" {\n input = \"two\"\n}\n" +
		"data \"terraform_remote_state\" \"r\" {\n backend = \"local\"\n config = {\n  path = \"other.tfstate\"\n }\n depends_on = [terraform_data.p]\n}\n"
	const checked = "check \"c\" {\n data \"terraform_remote_state\" \"n\" {\n  backend = \"local\"\n  config = {\n   path = \"other.tfstate\"\n  }\n }\n" +
		" assert {\n  condition = data.terraform_remote_state.n.outputs.x == \"y\"\n  error_message = \"no\"\n }\n}\n"
	noData := func(t *testing.T, p *plan.Plan) {
		for _, c := range p.Changes {
			require.NotEqual(t, "terraform_remote_state", c.Type())
		}
	}
	return []step{
		{name: "data read while planning", config: read + "output \"o\" {\n value = data.terraform_remote_state.r.outputs.x\n}\n", check: noData},
		{name: "data read later", config: late, want: "data.terraform_remote_state.r |  |  | terraform_remote_state | read | read_because_config_unknown"},
		{name: "data waits", config: after, want: "data.terraform_remote_state.r |  |  | terraform_remote_state | read | read_because_dependency_pending"},
		{name: "data in a check", config: after + checked, want: "data.terraform_remote_state.n |  |  | terraform_remote_state | read | read_because_check_nested"},
		{name: "data goes", config: "\n", want: "terraform_data.p |  |  | terraform_data | delete | ", check: noData},
		{name: "data again", config: read},
		{name: "data is destroyed", args: "-destroy", check: func(t *testing.T, p *plan.Plan) { require.Empty(t, p.Changes) }},
	}
}

// largeState is the state of a directory with n instances of a resource.
func largeState(n int) string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf(`{"index_key":%d,"schema_version":0,"attributes":{"id":"id-%d","input":null,"output":null,"triggers_replace":null}}`, i, i))
	}
	return `{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"l","outputs":{},"resources":[{"mode":"managed","type":"terraform_data","name":"c",` +
		`"provider":"provider[\"terraform.io/builtin/terraform\"]","instances":[` + strings.Join(all, ",") + `]}]}`
}
