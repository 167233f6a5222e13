package policy_test

import (
	"fmt"

	"tagout/policy"
)

func ExamplePolicy_Evaluate() {
	p := policy.Builtin()
	v := p.Evaluate(policy.Command{
		Text: "cd infra && sudo terraform -chdir=prod destroy -auto-approve",
		Dir:  "/src", Workspace: "/src",
	}, policy.World{})
	fmt.Println(v.Decision)
	for _, f := range v.Findings {
		fmt.Println(f.Rule, f.Span, f.Call)
	}
	// Output:
	// deny
	// terraform-destroy {12 60} terraform -chdir=prod destroy -auto-approve
}

// What is not known is neither passed nor refused: it asks, and says what could
// not be determined.
func ExamplePolicy_Evaluate_unknown() {
	v := policy.Builtin().Evaluate(policy.Command{
		Text: `terraform "$(cat verb)"`, Dir: "/src",
	}, policy.World{})
	fmt.Println(v.Decision, v.Findings[0].Maybe)
	fmt.Println(v.Findings[0].Unsure)
	// Output:
	// ask true
	// what $(cat verb) is
}

func ExampleParse() {
	p, err := policy.Parse("team.toml", []byte(`
version = 1

[rule.no-seed-in-production]
match    = ["make seed"]
decision = "deny"
reason   = "overwrites every customer's data with samples"
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	v := p.Evaluate(policy.Command{Text: "make -j4 seed", Dir: "/src"}, policy.World{})
	fmt.Println(v.Decision, v.Findings[0].Reason)
	// Output: deny overwrites every customer's data with samples
}

// Every mistake is reported at the line it stands on.
func ExampleParse_mistake() {
	_, err := policy.Parse("team.toml", []byte(`version = 1

[rule.no-seed]
match    = ["make seed"]
decision = "denny"
reason   = "overwrites data"
`))
	fmt.Println(err)
	// Output:
	// team.toml:5:12: unknown decision "denny" in rule no-seed
	//   |
	// 5 | decision = "denny"
	//   |            ^~~~~~~ want allow, note, ask or deny
	// hint: did you mean "deny"?
}

func ExamplePolicy_Explain() {
	e := policy.Builtin().Explain(policy.Command{Text: "echo destroy | xargs terraform", Dir: "/src"}, policy.World{})
	for _, c := range e.Calls {
		for _, w := range c.Words {
			fmt.Print(w.Text, " ")
		}
		fmt.Println(c.Via)
	}
	// Output:
	// echo destroy []
	// xargs terraform []
	// terraform destroy [xargs]
}

func ExamplePolicy_Rules() {
	for _, r := range policy.Builtin().Rules() {
		if r.ID == "terraform-destroy" {
			fmt.Println(r.Decision, r.Patterns[0])
		}
	}
	// Output: deny terraform|terragrunt destroy
}

// A layer of a project adds to what the person's own says, and grants nothing.
func ExampleLayered() {
	p, err := policy.Layered(
		policy.Source{Layer: policy.UserLayer, File: "policy.toml", Data: []byte("version = 1\n[rule.tests]\nmatch = [\"make test\"]\ndecision = \"allow\"\nreason = \"builds nothing\"\n")},
		policy.Source{Layer: policy.UntrustedLayer, File: ".tagout.toml", Data: []byte("version = 1\n[rule.seed]\nmatch = [\"make seed\"]\ndecision = \"allow\"\nreason = \"mine\"\n")},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"make test", "make seed"} {
		fmt.Println(text, p.Evaluate(policy.Command{Text: text, Dir: "/src"}, policy.World{}).Decision)
	}
	fmt.Println(p.Ignored()[0])
	// Output:
	// make test allow
	// make seed none
	// .tagout.toml:2:7: rule seed: a project grants nothing
}

func ExampleLint() {
	problems := policy.Lint(policy.Text{Name: "team.toml", Data: []byte(`version = 1

[rule.everything]
match    = ["terraform"]
decision = "allow"
reason   = "we know what we do"
`)})
	for _, p := range problems {
		fmt.Println(p.Line, p.ID)
	}
	// Output:
	// 3 no-examples
	// 4 allows-destruction
}

// The examples of a rule are cases, and so are those of a file.
func ExamplePolicy_Test() {
	cases, err := policy.Cases(policy.Text{Name: "cases.toml", Data: []byte(`
[[case]]
command = "terraform destroy"
expect  = "ask"
`)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range cases {
		fmt.Println(policy.Builtin().Test(c).Wrong)
	}
	// Output: [want ask, got deny]
}

func ExamplePolicy_Redact() {
	r := policy.Builtin().Redact(policy.Command{Text: "DB_PASSWORD=hunter2 make migrate", Dir: "/src"}, policy.World{})
	fmt.Println(r.Text)
	// Output: DB_PASSWORD=REDACTED make migrate
}
