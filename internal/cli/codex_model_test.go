//go:build unix

package cli

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// codexShell is a call of Codex's shell; it has no other name for the tool.
func codexShell(command string) proposal {
	return proposal{"exec_command", map[string]string{"cmd": command}}
}

// codexWrite writes a file by Codex's tool for that, a patch.
func codexWrite(path, text string) proposal {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	return proposal{"apply_patch", map[string]string{"input": "*** Begin Patch\n*** Add File: " + path + "\n+" + strings.Join(lines, "\n+") + "\n*** End Patch\n"}}
}

// serveResponses is the API of Codex's model, the Responses API.
func serveResponses(m *fakeModel, mux *http.ServeMux) {
	mux.HandleFunc("GET /v1/models", func(w http.ResponseWriter, _ *http.Request) {
		sendJSON(w, map[string]any{"object": "list", "data": []any{}, "models": []any{}})
	})
	mux.HandleFunc("POST /v1/responses", m.responses)
}

// responsesRequest is what of a Responses request matters here.
type responsesRequest struct {
	Tools []struct{ Name, Type string }
	Input []struct {
		Type   string
		CallID string `json:"call_id"`
		Output json.RawMessage
	}
}

func (m *fakeModel) responses(w http.ResponseWriter, r *http.Request) {
	var req responsesRequest
	if !m.read(w, r, &req) {
		return
	}
	item, err := m.item(&req)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	send := func(kind string, data map[string]any) {
		data["type"] = kind
		sendEvent(w, kind, data)
	}
	response := func(status string, output ...any) map[string]any {
		return map[string]any{"id": "resp_e2e", "object": "response", "status": status, "output": output,
			"usage": map[string]any{"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}}
	}
	send("response.created", map[string]any{"response": response("in_progress")})
	send("response.output_item.added", map[string]any{"output_index": 0, "item": item})
	send("response.output_item.done", map[string]any{"output_index": 0, "item": item})
	send("response.completed", map[string]any{"response": response("completed", item)})
}

// item proposes the next call.
func (m *fakeModel) item(req *responsesRequest) (map[string]any, error) {
	told := map[string]toolResult{}
	for _, in := range req.Input {
		if strings.HasSuffix(in.Type, "_call_output") {
			text := flatten(in.Output)
			told[in.CallID] = toolResult{text: text, failed: strings.HasPrefix(text, "Command blocked by PreToolUse hook")}
		}
	}
	if !slices.ContainsFunc(req.Tools, func(t struct{ Name, Type string }) bool { return t.Name == "exec_command" }) {
		return codexSays("ok"), nil
	}
	i, more, err := m.turn(told)
	if !more {
		return codexSays("done"), nil
	}
	p := m.proposals[i]
	call := map[string]any{"id": "fc_" + toolID(i), "status": "completed", "call_id": toolID(i), "name": p.tool}
	if p.tool == "apply_patch" {
		call["type"], call["input"] = "custom_tool_call", p.input["input"]
		return call, err
	}
	arguments, _ := json.Marshal(p.input) // strings always encode
	call["type"], call["arguments"] = "function_call", string(arguments)
	return call, err
}

func codexSays(text string) map[string]any {
	return map[string]any{"type": "message", "id": "msg_e2e", "status": "completed", "role": "assistant",
		"content": []any{map[string]any{"type": "output_text", "text": text, "annotations": []any{}}}}
}
