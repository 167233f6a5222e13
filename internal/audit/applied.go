package audit

import (
	"encoding/json"
	"strings"

	"tagout/internal/safeguard"
)

// promise is a protection that the configuration writes down.
type promise struct {
	address, attribute, value string
	at                        place
}

// applied compares what is written with the local state: what was never applied
// protects nothing.
func (c *checker) applied(r *root, file string) {
	src := c.glance(2, file)
	if src == nil {
		return
	}
	var state struct {
		Resources []struct {
			Module, Mode, Type, Name string
			Instances                []struct{ Attributes map[string]json.RawMessage }
		}
	}
	if json.Unmarshal([]byte(src.text), &state) != nil {
		return
	}
	has := map[string]string{}
	for _, res := range state.Resources {
		address := strings.TrimPrefix(res.Module+"."+res.Type+"."+res.Name, ".")
		for _, in := range res.Instances {
			for name, value := range in.Attributes {
				has[address+" "+name] = strings.Trim(string(value), `"`)
			}
		}
	}
	for _, p := range r.promises {
		if now, ok := has[p.address+" "+p.attribute]; ok && now != p.value && now != "null" {
			c.found(safeguard.Finding{ID: "SG-PROT-4", Severity: safeguard.High, About: p.address, Mend: "apply it: terraform plan -out=tfplan, then terraform apply tfplan",
				Msg: p.attribute + " is " + p.value + " here, but " + shown(now) + " in the state: it was not applied yet"}, p.at)
		}
	}
}
