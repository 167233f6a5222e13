//go:build unix

package cli

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// geminiShell is a call of Gemini CLI's shell.
func geminiShell(command string) proposal {
	return proposal{"run_shell_command", map[string]string{"command": command, "description": "a step of the task"}}
}

func geminiWrite(path, text string) proposal {
	return proposal{"write_file", map[string]string{"file_path": path, "content": text}}
}

// serveGenerate is the API of Gemini CLI's model.
func serveGenerate(m *fakeModel, mux *http.ServeMux) {
	mux.HandleFunc("POST /v1beta/models/{call}", func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.PathValue("call"), ":countTokens") {
			sendJSON(w, map[string]any{"totalTokens": 10})
			return
		}
		m.generate(w, r)
	})
}

type functionResponse struct {
	ID       string
	Response json.RawMessage
}

// generateRequest is what of a request to generate content matters here.
type generateRequest struct {
	Tools    []struct{ FunctionDeclarations []struct{ Name string } }
	Contents []struct {
		Parts []struct{ FunctionResponse *functionResponse }
	}
}

func (m *fakeModel) generate(w http.ResponseWriter, r *http.Request) {
	var req generateRequest
	if !m.read(w, r, &req) {
		return
	}
	part, err := m.part(&req)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	answer := map[string]any{
		"candidates":    []any{map[string]any{"content": map[string]any{"role": "model", "parts": []any{part}}, "finishReason": "STOP", "index": 0}},
		"usageMetadata": map[string]any{"promptTokenCount": 1, "candidatesTokenCount": 1, "totalTokenCount": 2}, "modelVersion": "gemini-e2e",
	}
	if strings.HasSuffix(r.PathValue("call"), ":generateContent") {
		sendJSON(w, answer)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	sendEvent(w, "", answer)
}

// part proposes the next call. A request without tools is a side question.
func (m *fakeModel) part(req *generateRequest) (map[string]any, error) {
	shell := func(f struct{ Name string }) bool { return f.Name == "run_shell_command" }
	if !slices.ContainsFunc(req.Tools, func(t struct{ FunctionDeclarations []struct{ Name string } }) bool {
		return slices.ContainsFunc(t.FunctionDeclarations, shell)
	}) {
		return map[string]any{"text": `{"reasoning":"a side question","model_choice":"flash","complexity_reasoning":"none","complexity_score":1,"next_speaker":"user"}`}, nil
	}
	i, more, err := m.turn(geminiTold(req))
	if !more {
		return map[string]any{"text": "done"}, nil
	}
	p := m.proposals[i]
	return map[string]any{"functionCall": map[string]any{"name": p.tool, "args": p.input, "id": toolID(i)}}, err
}

// geminiTold reads what the agent was told: of a call that failed an error, of
// another one its output.
func geminiTold(req *generateRequest) map[string]toolResult {
	told := map[string]toolResult{}
	for _, content := range req.Contents {
		for _, p := range content.Parts {
			if p.FunctionResponse == nil {
				continue
			}
			var of struct{ Error, Output string }
			if json.Unmarshal(p.FunctionResponse.Response, &of) != nil {
				of.Output = string(p.FunctionResponse.Response)
			}
			told[p.FunctionResponse.ID] = toolResult{text: of.Error + of.Output, failed: of.Error != ""}
		}
	}
	return told
}
