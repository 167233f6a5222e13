package hook

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/policy"
)

// served is Claude Code's event for a tool of a server.
func served(tool, input string) string {
	return `{"session_id":"s","hook_event_name":"PreToolUse","cwd":"/src","tool_name":"` + tool + `","tool_input":` + input + `}`
}

// builtin is a host with the whole built-in policy.
func builtin(sources ...policy.Source) Host {
	h := testHost()
	h.Judge = func(...string) (Judge, error) { return policy.Layered(sources...) }
	return h
}

// decided is what Claude Code is answered, and why.
func decidedOn(t *testing.T, h Host, event string) (decision, reason string) {
	t.Helper()
	_, out, _ := strings.Cut(answer(claude, event, h), "stdout: ")
	out, _, _ = strings.Cut(out, "\nstderr:")
	if strings.TrimSpace(out) == "" {
		return "none", ""
	}
	var a claudeAnswer
	require.NoError(t, json.Unmarshal([]byte(out), &a), out)
	if a.Specific.Decision == "" {
		return "none", out
	}
	return a.Specific.Decision, a.Specific.Reason
}

// TestServed holds calls of well-known tools to what the same command is.
func TestServed(t *testing.T) {
	h := builtin()
	for _, c := range []struct{ want, tool, input, because string }{
		{"deny", "mcp__desktop-commander__start_process", `{"command":"cd infra && terraform destroy","timeout_ms":1000}`, "terraform-destroy"},
		{"none", "mcp__desktop-commander__start_process", `{"command":"ls -l","timeout_ms":1000}`, ""},
		{"ask", "mcp__dc__interact_with_process", `{"pid":7,"input":"terraform destroy\n"}`, "terraform-destroy"},
		{"none", "mcp__dc__interact_with_process", `{"pid":7,"input":"df.groupby('x').mean("}`, ""},
		{"deny", "mcp__commands__run_process", `{"argv":["terraform","destroy"]}`, "terraform-destroy"},
		{"deny", "mcp__commands__run_process", `{"command_line":"terraform destroy"}`, "terraform-destroy"},
		{"deny", "mcp__shell__shell_execute", `{"command":["terraform","destroy"],"directory":"/tmp"}`, "terraform-destroy"},
		{"deny", "mcp__ssh-mcp__exec", `{"command":"terraform destroy"}`, "terraform-destroy"},
		{"none", "mcp__tasks__exec", `{"command":"uptime"}`, ""},
		{"deny", "mcp__aws__call_aws", `{"cli_command":"aws rds delete-db-instance --db-instance-identifier prod --skip-final-snapshot"}`, "aws-"},
		{"deny", "mcp__aws__call_aws", `{"cli_command":["aws s3 ls","aws rds delete-db-instance --db-instance-identifier prod --skip-final-snapshot"]}`, "aws-"},
		{"none", "mcp__aws__call_aws", `{"cli_command":"aws s3 ls","max_results":3}`, ""},
		{"deny", "mcp__aws-mcp__aws___call_aws", `{"cli_command":"aws s3 rb s3://shop --force"}`, "aws-"},
		{"none", "mcp__aws-mcp__aws___call_aws", `{"cli_command":"aws s3 ls"}`, ""},
		{"none", "mcp__aws-mcp__aws___run_script", `{"code":"import json\nprint([r for r in (await call_boto3(service_name='s3', operation_name='ListBuckets'))['Buckets']])"}`, ""},
		{"ask", "mcp__aws-mcp__aws___run_script", `{"code":"import os\nos.system('terraform destroy')"}`, "terraform-destroy"},
		{"deny", "mcp__gateway__neon___delete_project", `{"projectId":"p"}`, "delete"},
		{"none", "mcp__azure__extension_az", `{"intent":"list all resource groups"}`, ""},
		{"deny", "mcp__azure__extension_az", `{"command":"az group delete -n shop --yes"}`, "azure-delete-group"},
		{"deny", "mcp__tf__create_run", `{"terraform_org_name":"o","workspace_name":"w","run_type":"is_destroy"}`, "mcp-destroy"},
		{"ask", "mcp__tf__action_run", `{"run_id":"run-1","run_action":"apply"}`, "mcp-apply"},
		{"none", "mcp__tf__action_run", `{"run_id":"run-1","run_action":"discard"}`, ""},
		{"none", "mcp__tf__create_run", `{"terraform_org_name":"o","workspace_name":"w","run_type":"plan_only","message":"terraform destroy later"}`, ""},
		{"deny", "mcp__k8s__resources_delete", `{"apiVersion":"v1","kind":"Namespace","name":"shop"}`, "kubectl-delete-everything"},
		{"deny", "mcp__k8s__resources_delete", `{"apiVersion":"v1","kind":"PersistentVolumeClaim","name":"data","namespace":"web"}`, "kubectl-delete-everything"},
		{"ask", "mcp__k8s__resources_delete", `{"apiVersion":"apps/v1","kind":"Deployment","name":"api","namespace":"web"}`, "kubectl-delete"},
		{"ask", "mcp__k8s__node_management", `{"operation":"drain","nodeName":"n1","confirmDrain":true}`, "kubectl"},
		{"none", "mcp__k8s__node_management", `{"operation":"uncordon","nodeName":"n1"}`, ""},
		{"deny", "mcp__k8s__uninstall_helm_chart", `{"name":"web","namespace":"shop"}`, "helm-uninstall"},
		{"ask", "mcp__cloudflare__d1_database_query", `{"database_id":"x","sql":"drop table users"}`, "sql-drop"},
		{"none", "mcp__cloudflare__d1_database_query", `{"database_id":"x","sql":"select 1"}`, ""},
		{"ask", "mcp__stripe__create_refund", `{"payment_intent":"pi_1"}`, "mcp-money"},
		{"ask", "mcp__mongodb__delete-many", `{"database":"shop","collection":"orders"}`, "mcp-remove"},
		{"none", "mcp__mongodb__aggregate", `{"database":"shop","collection":"orders","pipeline":[{"$match":{}}]}`, ""},
		{"deny", "mcp__supabase__execute_sql", `{"project_id":"p","query":"DROP DATABASE shop"}`, "sql-drop-database"},
		{"none", "mcp__supabase__execute_sql", `{"project_id":"p","query":"select 'drop database shop'"}`, ""},
		{"deny", "mcp__supabase__apply_migration", `{"name":"m","query":"drop schema public cascade"}`, "sql-drop-database"},
		{"deny", "mcp__neon__run_sql_transaction", `{"params":{"projectId":"p","sqlStatements":["select 1","drop database shop"]}}`, "sql-drop-database"},
		{"deny", "mcp__supabase__delete_project", `{"id":"abc"}`, "delete"},
		{"deny", "mcp__Neon__delete_branch", `{"params":{"projectId":"p","branchId":"br-main"}}`, ""},
		{"deny", "mcp__cloudflare__d1_database_delete", `{"database_id":"x"}`, "mcp-destroy"},
		{"deny", "mcp__tf__ExecuteTerraformCommand", `{"command":"destroy","working_directory":"/src/infra"}`, "terraform-destroy"},
		{"none", "mcp__tf__ExecuteTerraformCommand", `{"command":"plan","working_directory":"/src/infra"}`, ""},
		{"ask", "mcp__k8s__kubectl_delete", `{"resourceType":"deployment","name":"api","namespace":"web"}`, "kubectl-delete"},
		{"deny", "mcp__k8s__kubectl_generic", `{"command":"delete","resourceType":"namespace","args":["--all"]}`, "kubectl-"},
		{"none", "mcp__k8s__kubectl_generic", `{"command":"get","resourceType":"pods","flags":{"o":"wide","A":true}}`, ""},
		{"none", "mcp__kubernetes__pods_list", `{}`, ""},
		{"none", "mcp__github__get_issue", `{"owner":"o","repo":"r","issue_number":3}`, ""},
		{"none", "mcp__github__create_issue", `{"title":"x","body":"never run terraform destroy\nor rm -rf /"}`, ""},
		{"none", "mcp__playwright__browser_evaluate", `{"function":"() => document.title"}`, ""},
		{"none", "mcp__memory__delete_entities", `{"entityNames":["x"]}`, ""},
		{"none", "mcp__context7__query", `{"query":"how to drop tables with psql"}`, ""},
		{"none", "mcp__fs__write_file", `{"path":"/src/a.txt","content":"x"}`, ""},
		{"ask", "mcp__fs__write_file", `{"path":"/src/.claude/settings.json","content":"{\"disableAllHooks\":true}"}`, "own-files"},
		{"none", "mcp__fs__write_file", `{"path":"/src/x.sh","content":"terraform destroy"}`, "would be refused when it is run"},
		{"ask", "mcp__fs__write_file", `{"path":"/src/.claude/settings.json","content":"{}","mode":"append"}`, "own-files"},
		{"ask", "mcp__fs__edit_file", `{"path":"/src/.claude/settings.json","edits":[]}`, "own-files"},
		{"ask", "mcp__fs__move_file", `{"source":"/src/x","destination":"/src/.claude/settings.json"}`, "guard-changed"},
	} {
		decision, reason := decidedOn(t, h, served(c.tool, c.input))
		assert.Equal(t, c.want, decision, "%s %s: %s", c.tool, c.input, reason)
		assert.Contains(t, reason, c.because, c.tool)
	}
}

// TestServedUnfit proves that a call which a row knows is never passed over for a
// field that is missing or of another kind.
func TestServedUnfit(t *testing.T) {
	h := builtin()
	for tool, inputs := range map[string][]string{
		"mcp__dc__start_process":     {`{}`, `{"command":7.5e1,"x":{}}`, `{"command":{"text":"ls"}}`, `{"command":null}`, `{"command":[["ls"]]}`},
		"mcp__aws__call_aws":         {`{}`, `{"cli_command":{"a":"aws s3 ls"}}`, `{"cli_command":[["aws"]]}`},
		"mcp__supabase__execute_sql": {`{"project_id":"p"}`, `{"query":{"text":"drop database x"}}`},
		"mcp__fs__write_file":        {`{"content":"x"}`, `{"path":["/src/a"],"content":"x"}`},
		"mcp__k8s__kubectl_delete":   {`{"name":"x"}`, `{"resourceType":["a"],"name":"x"}`},
		"mcp__tf__terraform_command": {`{}`, `{"command":["destroy"]}`},
		"mcp__sh__run_shell_command": {`{}`, `{"cwd":"/src"}`},
	} {
		for _, input := range inputs {
			decision, reason := decidedOn(t, h, served(tool, input))
			if strings.Contains(input, "7.5e1") {
				assert.Equal(t, "none", decision, "a number is a word")
				continue
			}
			assert.Equal(t, "ask", decision, "%s %s", tool, input)
			assert.Contains(t, reason, "mcp-input", input)
		}
	}
	decision, _ := decidedOn(t, h, served("mcp__dc__start_process", `["ls"]`))
	assert.Equal(t, "ask", decision, "arguments that are no object")
	decision, _ = decidedOn(t, h, served("mcp__dc__start_process", `{"command":"ls\u0000"}`))
	assert.Equal(t, "deny", decision)
	decision, _ = decidedOn(t, h, served("mcp__dc__list_sessions", `null`))
	assert.Equal(t, "none", decision)
}

// TestServedGuess proves that a tool which no row knows asks where a field by its
// name would be refused, and says nothing else.
func TestServedGuess(t *testing.T) {
	h := builtin()
	for input, want := range map[string]string{
		`{"command":"terraform destroy"}`:              "ask",
		`{"cmd":"cd x; terraform destroy"}`:            "ask",
		`{"script":"#!/bin/sh\nterraform destroy\n"}`:  "ask",
		`{"argv":["terraform","destroy"]}`:             "ask",
		`{"commands":["ls","terraform destroy"]}`:      "ask",
		`{"commands":["ls","go test ./..."]}`:          "none",
		`{"commands":[{"name":"x"}]}`:                  "none",
		`{"cli_command":"terraform destroy"}`:          "ask",
		`{"sql":"drop database shop"}`:                 "ask",
		`{"params":{"sql":"drop database shop"}}`:      "ask",
		`{"query":"what does terraform destroy do?"}`:  "none",
		`{"text":"terraform destroy"}`:                 "none",
		`{"command":"git push --force","note":"asks"}`: "none",
		`{"command":"an unclosed ' quote"}`:            "none",
		`{"query":{"match":{"x":1}}}`:                  "none",
		`{"command":["a",["b"]]}`:                      "none",
	} {
		decision, reason := decidedOn(t, h, served("mcp__things__do_it", input))
		assert.Equal(t, want, decision, "%s: %s", input, reason)
	}
}

// TestServedNames proves that every way in which a harness names a tool of a
// server is read, by each harness that calls hooks for them.
func TestServedNames(t *testing.T) {
	h := builtin()
	h.Judge = func(...string) (Judge, error) { return policy.Builtin(), nil }
	input := `{"command":"terraform destroy"}`
	for name, event := range map[string]string{
		"claude":   served("mcp__dc__start_process", input),
		"claude p": served("mcp__plugin_a_dc__start_process", input),
		"codex":    strings.Replace(served("mcp__dc__start_process", input), "{", `{"turn_id":"t","model":"m",`, 1),
		"gemini":   `{"hook_event_name":"BeforeTool","session_id":"s","cwd":"/src","timestamp":"t","tool_name":"mcp_dc_start_process","tool_input":` + input + `,"mcp_context":{"server_name":"dc","tool_name":"start_process"}}`,
		"gemini p": `{"hook_event_name":"BeforeTool","session_id":"s","cwd":"/src","timestamp":"t","tool_name":"mcp_my_dc_start_process","tool_input":` + input + `}`,
		"cursor":   `{"hook_event_name":"beforeMCPExecution","conversation_id":"c","generation_id":"g","workspace_roots":["/src"],"cursor_version":"1","tool_name":"start_process","tool_input":"{\"command\":\"terraform destroy\"}","command":"npx dc"}`,
		"cursor p": `{"hook_event_name":"preToolUse","conversation_id":"c","generation_id":"g","workspace_roots":["/src"],"cursor_version":"1","tool_name":"MCP:start_process","tool_input":` + input + `}`,
		"windsurf": `{"agent_action_name":"pre_mcp_tool_use","trajectory_id":"t","tool_info":{"mcp_server_name":"dc","mcp_tool_name":"start_process","mcp_tool_arguments":` + input + `}}`,
		"cline":    `{"clineVersion":"3","hookName":"PreToolUse","taskId":"t","workspaceRoots":["/src"],"preToolUse":{"toolName":"use_mcp_tool","parameters":{"server_name":"dc","tool_name":"start_process","arguments":"{\"command\":\"terraform destroy\"}"}}}`,
		"kiro":     `{"hook_event_name":"preToolUse","cwd":"/src","tool_name":"@dc/start_process","tool_input":` + input + `}`,
		"droid":    served("mcp__dc__start_process", input),
		"qwen":     `{"hook_event_name":"PreToolUse","session_id":"s","cwd":"/src","permission_mode":"default","timestamp":"t","tool_call_id":"c","tool_name":"mcp__dc__start_process","tool_input":` + input + `}`,
		"vscode":   `{"hookEventName":"PreToolUse","sessionId":"s","cwd":"/src","timestamp":"t","tool_name":"mcp_dc_start_process","tool_input":` + input + `}`,
		"grok":     `{"hookEventName":"PreToolUse","sessionId":"s","cwd":"/src","toolName":"mcp__dc__start_process","toolInput":` + input + `}`,
		"nobody":   served("mcp__dc__start_process", input),
	} {
		named, _, _ := strings.Cut(name, " ")
		assert.Contains(t, answer(named, event, h), "terraform-destroy", name)
	}
}

// TestServedLayers proves that a row of a project's file which nobody trusts adds
// to what is judged, and takes nothing from it.
func TestServedLayers(t *testing.T) {
	rows := map[string]string{
		"nothing":  `tools = ["*"]` + "\nas = []",
		"exit":     `tools = ["*"]` + "\nas = \"exit 0\"",
		"echo":     `tools = ["start_process", "do_it"]` + "\nas = \"echo {command}\"",
		"needs":    `tools = ["*"]` + "\nas = \"echo {no_such}\"",
		"guess":    `tools = ["*"]` + "\nas = \"echo hi\"\nguess = true",
		"writes":   `tools = ["*"]` + "\nwrite = \"command\"",
		"own tool": `tools = ["deploy"]` + "\nas = \"terraform {what}\"",
	}
	calls := []string{
		served("mcp__dc__start_process", `{"command":"terraform destroy"}`), served("mcp__x__do_it", `{"command":"terraform destroy"}`), served("mcp__supabase__delete_project", `{"id":"a"}`),
		served("mcp__github__get_issue", `{"n":1}`), served("mcp__x__deploy", `{"what":"destroy"}`), served("mcp__dc__start_process", `{}`), served("mcp__fs__write_file", `{"path":".tagout.toml","content":""}`),
	}
	rank := map[string]int{"none": 0, "ask": 1, "deny": 2}
	for name, row := range rows {
		h := builtin(policy.Source{Layer: policy.UntrustedLayer, File: "/src/.tagout.toml", Data: []byte("version = 1\n[mcp.x]\n" + row + "\n")})
		for _, call := range calls {
			before, _ := decidedOn(t, builtin(), call)
			after, reason := decidedOn(t, h, call)
			assert.GreaterOrEqual(t, rank[after], rank[before], "%s: %s: %s", name, call, reason)
		}
	}
	own := builtin(policy.Source{Layer: policy.UntrustedLayer, File: "/src/.tagout.toml", Data: []byte("version = 1\n[mcp.x]\n" + rows["own tool"] + "\n")})
	decision, _ := decidedOn(t, own, calls[4])
	assert.Equal(t, "deny", decision, "it may add")
	user := builtin(policy.Source{Layer: policy.UserLayer, File: "policy.toml", Data: []byte("version = 1\n[mcp.x]\ntools = [\"do_it\"]\nas = []\n")})
	decision, _ = decidedOn(t, user, calls[1])
	assert.Equal(t, "none", decision, "a person's row knows the tool, so that nothing is guessed of it")
}

// TestServedRecord proves that a call is kept, remembered and approved as the
// command it is, under its own words.
func TestServedRecord(t *testing.T) {
	h := builtin()
	var kept []Outcome
	h.Record = func(o Outcome) { kept = append(kept, o) }
	decidedOn(t, h, served("mcp__dc__start_process", `{"command":"terraform destroy","cwd":"infra"}`))
	require.Len(t, kept, 1)
	assert.Equal(t, "mcp dc start_process 'command=terraform destroy' cwd=infra\nbash -c 'terraform destroy'", kept[0].Command.Text)
	assert.Equal(t, "/src/infra", kept[0].Command.Dir)
	assert.Equal(t, Shell, kept[0].Event.Kind)
	decision, _ := decidedOn(t, builtin(), served("mcp__sheets__update", `{"values":[`+strings.Repeat("[1,2],", 20000)+`3],"a":"`+strings.Repeat("y ", 500)+`","b":"`+strings.Repeat("z ", 500)+`"}`))
	assert.Equal(t, "none", decision, "much data is no reason to ask")
	long := strings.Repeat("x", 4000)
	decidedOn(t, h, served("mcp__x__note", `{"body":"`+long+`","list":["a b",1,true,null,{"k":["v"]}]}`))
	decidedOn(t, h, served("mcp__x__note", `{"body":"`+long+`y"}`))
	assert.NotContains(t, kept[1].Command.Text, long)
	assert.Contains(t, kept[1].Command.Text, `'list=a b' list=1 list=true 'list={"k":["v"]}'`)
	first, _, _ := strings.Cut(kept[1].Command.Text, " 'list")
	assert.NotEqual(t, first, kept[2].Command.Text, "each long value has a name of its own, so that no approval fits another")
}

// TestServedQuiet holds everyday calls to silence: nobody reads what asks for
// nothing.
func TestServedQuiet(t *testing.T) {
	h := builtin()
	for _, c := range [][2]string{
		{"context7__resolve-library-id", `{"query":"how do I drop database shop","libraryName":"psql"}`},
		{"context7__query-docs", `{"libraryId":"/x/y","query":"drop database shop"}`},
		{"linear__search_issues", `{"query":"drop database production","limit":5}`},
		{"slack__send_message", `{"channel":"c","text":"do not run terraform destroy"}`},
		{"github__create_pull_request", `{"owner":"o","repo":"r","title":"x","body":"rm -rf / is stopped","head":"a","base":"main"}`},
		{"github__push_files", `{"owner":"o","repo":"r","branch":"b","files":[{"path":"x.sh","content":"terraform destroy"}],"message":"m"}`},
		{"github__delete_file", `{"owner":"o","repo":"r","path":"x","message":"m","branch":"b"}`},
		{"github__merge_pull_request", `{"owner":"o","repo":"r","pullNumber":3}`},
		{"memory__add_observations", `{"observations":[{"entityName":"x","contents":["rm -rf /"]}]}`},
		{"sequential-thinking__sequentialthinking", `{"thought":"maybe terraform destroy","nextThoughtNeeded":true,"thoughtNumber":1,"totalThoughts":2}`},
		{"playwright__browser_click", `{"element":"Delete project","ref":"e3"}`},
		{"playwright__browser_evaluate", `{"function":"() => fetch('/x', {method: 'DELETE'})"}`},
		{"chrome__execute_script", `{"script":"document.querySelector('#a').remove()"}`},
		{"filesystem__write_file", `{"path":"notes.md","content":"terraform destroy"}`},
		{"filesystem__move_file", `{"source":"a","destination":"b"}`},
		{"gdrive__move_file", `{"fileId":"1","folderId":"2"}`},
		{"gdrive__create_file", `{"name":"x","mimeType":"text/plain"}`},
		{"postgres__query", `{"sql":"select * from orders where id = 3"}`},
		{"supabase__list_tables", `{"schemas":["public"]}`},
		{"sentry__find_issues", `{"query":"is:unresolved"}`},
		{"computer__bash", `{"restart":true}`},
		{"kubernetes__pods_log", `{"name":"api","namespace":"web"}`},
		{"kubernetes__kubectl_get", `{"resourceType":"pods","namespace":"web"}`},
		{"aws__call_aws", `{"cli_command":"aws ec2 describe-instances --region eu-west-1"}`},
		{"git__git_commit", `{"repo_path":"/src","message":"never git push --force"}`},
		{"git__git_reset", `{"repo_path":"/src"}`},
		{"git__git_push", `{"path":"/src","remote":"origin","branch":"wip","force":false}`},
		{"docker__list_containers", `{"all":true}`},
		{"tf__ExecuteTerraformCommand", `{"command":"validate","working_directory":"/src"}`},
		{"ide__getDiagnostics", `{"uri":"file:///src/x.go"}`},
		{"ide__executeCode", `{"code":"import pandas as pd\ndf = pd.read_csv('x')\ndf.drop(columns=['a'])"}`},
		{"notion__notion-search", `{"query":"terraform destroy","query_type":"internal"}`},
		{"empty__ping", `{}`},
	} {
		decision, reason := decidedOn(t, h, served("mcp__"+c[0], c[1]))
		assert.Equal(t, "none", decision, "%s %s: %s", c[0], c[1], reason)
	}
}

// TestServedBroken asks about calls too while a policy has a mistake in it, but for
// those that only read, and follows the other postures and the mode.
func TestServedBroken(t *testing.T) {
	user := func(text string) Host {
		return builtin(policy.Source{Layer: policy.UserLayer, File: "policy.toml", Data: []byte("version = 1\n" + text)})
	}
	for _, c := range []struct{ policy, tool, want string }{
		{"unheard = 1", "mcp__github__get_issue", "none"},
		{"unheard = 1", "mcp__github__merge_it", "ask"},
		{`posture = "readonly"`, "mcp__github__list_issues", "none"},
		{`posture = "readonly"`, "mcp__github__merge_it", "ask"},
		{`posture = "strict"`, "mcp__github__merge_it", "none"},
		{`default = "ask"`, "mcp__github__merge_it", "ask"},
		{`mode = "observe"`, "mcp__supabase__delete_project", "none"},
		{`mode = "observe"`, "mcp__dc__start_process", "none"},
		{"[rule.x]\nmatch = [\"mcp git* merge_it n=3\"]\ndecision = \"deny\"\nreason = \"r\"", "mcp__github__merge_it", "deny"},
		{"[rule.x]\nmatch = [\"mcp github merge_it *\"]\ndecision = \"allow\"\nreason = \"r\"", "mcp__github__merge_it", "allow"},
		{"[rule.x]\nmatch = [\"mcp dc start_process *\"]\ndecision = \"allow\"\nreason = \"r\"", "mcp__dc__start_process", "ask"},
		{"[exception.x]\nrule = \"mcp-destroy\"\nmatch = \"mcp cloudflare delete_project n=3 *\"\nreason = \"r\"", "mcp__cloudflare__delete_project", "none"},
		{"[exception.x]\nrule = \"mcp-destroy\"\nmatch = \"mcp cloudflare delete_project n=4 *\"\nreason = \"r\"", "mcp__cloudflare__delete_project", "deny"},
	} {
		decision, reason := decidedOn(t, user(c.policy), served(c.tool, `{"n":3}`))
		assert.Equal(t, c.want, decision, "%s: %s: %s", c.policy, c.tool, reason)
	}
}
