//go:build unix

package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
)

// fakeModel is a Messages API on loopback. Its model proposes one tool call a
// turn, and stops when it has been told of the last.
type fakeModel struct {
	*httptest.Server
	proposals []proposal
	onTurn    func(turn int) error

	// heard is all that was sent to the model.
	heard recording

	mu   sync.Mutex
	told map[string]toolResult
}

// proposal is a tool call.
type proposal struct {
	tool  string
	input map[string]string
}

func bashCall(command string) proposal {
	return proposal{"Bash", map[string]string{"command": command, "description": "a step of the task"}}
}

// toolResult is what the agent was told of a tool call.
type toolResult struct {
	text   string
	failed bool
}

func newFakeModel(proposals []proposal, onTurn func(int) error) *fakeModel {
	m := &fakeModel{proposals: proposals, onTurn: onTurn, told: map[string]toolResult{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/messages", m.messages)
	mux.HandleFunc("POST /v1/messages/count_tokens", func(w http.ResponseWriter, _ *http.Request) { sendJSON(w, map[string]any{"input_tokens": 100}) })
	m.Server = httptest.NewServer(mux)
	return m
}

// recording keeps what several requests write at once.
type recording struct {
	mu   sync.Mutex
	text strings.Builder
}

func (r *recording) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *recording) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

func toolID(i int) string { return fmt.Sprintf("toolu_e2e%04d", i) }

// results are in the order of the proposals, up to the first that is missing.
func (m *fakeModel) results() []toolResult {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []toolResult
	for i := range m.proposals {
		r, ok := m.told[toolID(i)]
		if !ok {
			break
		}
		out = append(out, r)
	}
	return out
}

// request is what of a Messages request matters here.
type request struct {
	Model  string
	Stream bool
	Tools  []struct{ Name string }
	// Content is a string or a list of blocks.
	Messages []struct{ Content json.RawMessage }
}

type resultBlock struct {
	Type      string
	ToolUseID string          `json:"tool_use_id"`
	IsError   bool            `json:"is_error"`
	Content   json.RawMessage // a string or a list of texts
}

func (m *fakeModel) messages(w http.ResponseWriter, r *http.Request) {
	var req request
	if err := json.NewDecoder(io.TeeReader(r.Body, &m.heard)).Decode(&req); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	block, stop, err := m.reply(&req)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	message := map[string]any{
		"id": "msg_e2e", "type": "message", "role": "assistant", "model": req.Model, "content": []any{block},
		"stop_reason": stop, "stop_sequence": nil, "usage": map[string]any{"input_tokens": 10, "output_tokens": 10},
	}
	if !req.Stream {
		sendJSON(w, message)
		return
	}
	stream(w, message, block, stop)
}

// reply takes in what the agent was told, and proposes the next call. A
// request without tools is a side question, such as for a title.
func (m *fakeModel) reply(req *request) (block map[string]any, stop string, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, message := range req.Messages {
		var blocks []resultBlock
		if json.Unmarshal(message.Content, &blocks) != nil {
			continue // a plain text
		}
		for _, b := range blocks {
			if b.Type == "tool_result" {
				m.told[b.ToolUseID] = toolResult{text: flatten(b.Content), failed: b.IsError}
			}
		}
	}
	if !slices.ContainsFunc(req.Tools, func(t struct{ Name string }) bool { return t.Name == "Bash" }) {
		return map[string]any{"type": "text", "text": "ok"}, "end_turn", nil
	}
	for i, p := range m.proposals {
		if _, ok := m.told[toolID(i)]; !ok {
			return map[string]any{"type": "tool_use", "id": toolID(i), "name": p.tool, "input": p.input}, "tool_use", m.onTurn(i)
		}
	}
	return map[string]any{"type": "text", "text": "done"}, "end_turn", nil
}

// flatten joins the texts of a tool result.
func flatten(content json.RawMessage) string {
	var text string
	if json.Unmarshal(content, &text) == nil {
		return text
	}
	var parts []struct{ Text string }
	if json.Unmarshal(content, &parts) != nil {
		return string(content)
	}
	var all []string
	for _, p := range parts {
		all = append(all, p.Text)
	}
	return strings.Join(all, "\n")
}

func sendJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // a client that hangs up fails the test by itself
}

// stream sends a message of one block as server-sent events.
func stream(w http.ResponseWriter, message, block map[string]any, stop string) {
	w.Header().Set("Content-Type", "text/event-stream")
	send := func(kind string, data map[string]any) {
		data["type"] = kind
		text, err := json.Marshal(data)
		if err != nil {
			panic(err) // maps of strings and numbers always encode
		}
		fmt.Fprintf(w, "event: %s\ndata: %s\n\n", kind, text)
	}
	begin := map[string]any{}
	for k, v := range message {
		begin[k] = v
	}
	begin["content"], begin["stop_reason"] = []any{}, nil
	send("message_start", map[string]any{"message": begin})
	empty, delta := map[string]any{"type": "text", "text": ""}, map[string]any{"type": "text_delta", "text": block["text"]}
	if block["type"] == "tool_use" {
		input, err := json.Marshal(block["input"])
		if err != nil {
			panic(err)
		}
		empty = map[string]any{"type": "tool_use", "id": block["id"], "name": block["name"], "input": map[string]any{}}
		delta = map[string]any{"type": "input_json_delta", "partial_json": string(input)}
	}
	send("content_block_start", map[string]any{"index": 0, "content_block": empty})
	send("content_block_delta", map[string]any{"index": 0, "delta": delta})
	send("content_block_stop", map[string]any{"index": 0})
	send("message_delta", map[string]any{"delta": map[string]any{"stop_reason": stop, "stop_sequence": nil}, "usage": map[string]any{"output_tokens": 10}})
	send("message_stop", map[string]any{})
}
