//go:build unix

package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
)

// fakeModel is a model on loopback, behind the API that its harness speaks. It
// proposes one tool call a turn, and stops when it has been told of the last.
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

// toolResult is what the agent was told of a tool call.
type toolResult struct {
	text   string
	failed bool
}

// newFakeModel starts a model; serve puts a harness's API into its way.
func newFakeModel(serve func(*fakeModel, *http.ServeMux), proposals []proposal, onTurn func(int) error) *fakeModel {
	m := &fakeModel{proposals: proposals, onTurn: onTurn, told: map[string]toolResult{}}
	mux := http.NewServeMux()
	serve(m, mux)
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

// turn takes in what the agent was told, and returns the number of the proposal
// that comes next; more is false after the last.
func (m *fakeModel) turn(told map[string]toolResult) (i int, more bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for id, result := range told {
		m.told[id] = result
	}
	for i := range m.proposals {
		if _, ok := m.told[toolID(i)]; !ok {
			return i, true, m.onTurn(i)
		}
	}
	return 0, false, nil
}

// read decodes a request, and keeps it as what the model heard.
func (m *fakeModel) read(w http.ResponseWriter, r *http.Request, into any) bool {
	err := json.NewDecoder(io.TeeReader(r.Body, &m.heard)).Decode(into)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
	return err == nil
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

// sendEvent sends a server-sent event; its name is left out where there is none.
func sendEvent(w io.Writer, name string, data any) {
	text, err := json.Marshal(data)
	if err != nil {
		panic(err) // maps of strings and numbers always encode
	}
	if name != "" {
		fmt.Fprintf(w, "event: %s\n", name)
	}
	fmt.Fprintf(w, "data: %s\n\n", text)
}
