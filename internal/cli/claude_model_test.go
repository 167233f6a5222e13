//go:build unix

package cli

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
)

func bashCall(command string) proposal {
	return proposal{"Bash", map[string]string{"command": command, "description": "a step of the task"}}
}

// serveMessages is the API of Claude Code's model, the Messages API.
func serveMessages(m *fakeModel, mux *http.ServeMux) {
	mux.HandleFunc("POST /v1/messages", m.messages)
	mux.HandleFunc("POST /v1/messages/count_tokens", func(w http.ResponseWriter, _ *http.Request) { sendJSON(w, map[string]any{"input_tokens": 100}) })
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
	if !m.read(w, r, &req) {
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

// reply proposes the next call. A request without tools is a side question, such
// as for a title.
func (m *fakeModel) reply(req *request) (block map[string]any, stop string, err error) {
	told := map[string]toolResult{}
	for _, message := range req.Messages {
		var blocks []resultBlock
		if json.Unmarshal(message.Content, &blocks) != nil {
			continue // a plain text
		}
		for _, b := range blocks {
			if b.Type == "tool_result" {
				told[b.ToolUseID] = toolResult{text: flatten(b.Content), failed: b.IsError}
			}
		}
	}
	if !slices.ContainsFunc(req.Tools, func(t struct{ Name string }) bool { return t.Name == "Bash" }) {
		return map[string]any{"type": "text", "text": "ok"}, "end_turn", nil
	}
	i, more, err := m.turn(told)
	if !more {
		return map[string]any{"type": "text", "text": "done"}, "end_turn", nil
	}
	return map[string]any{"type": "tool_use", "id": toolID(i), "name": m.proposals[i].tool, "input": m.proposals[i].input}, "tool_use", err
}

// stream sends a message of one block as server-sent events.
func stream(w http.ResponseWriter, message, block map[string]any, stop string) {
	w.Header().Set("Content-Type", "text/event-stream")
	send := func(kind string, data map[string]any) {
		data["type"] = kind
		sendEvent(w, kind, data)
	}
	begin := maps.Clone(message)
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
