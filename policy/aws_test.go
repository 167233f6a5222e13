package policy

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tagout/internal/tri"
)

// awsModels names the directory of service models to read: the folder data of a
// botocore, on which the AWS CLI is built.
const awsModels = "TAGOUT_AWS_MODELS"

// TestAWSModels holds the table for aws to every operation that AWS's own models
// define: each has an effect, what reads is never asked about, and what puts its
// answer into a file is known to. It prints how many there are of each effect and
// decision.
func TestAWSModels(t *testing.T) {
	dir := os.Getenv(awsModels)
	if dir == "" {
		t.Skipf("%s names no directory of service models (botocore/data)", awsModels)
	}
	calls := awsOperations(t, dir)
	require.NotEmpty(t, calls)
	counts, lost := map[string]int{}, []string(nil)
	p, w := Builtin(), testWorld()
	var listing io.Writer = io.Discard
	if name := os.Getenv(awsModels + "_LIST"); name != "" {
		f, err := os.Create(name)
		require.NoError(t, err)
		defer f.Close()
		listing = f
	}
	for _, call := range calls {
		text := call.text
		effect, decision := awsEffect(p, text, w), p.Evaluate(testCommand(text), w).Decision
		counts[effect+" "+decision.String()]++
		fmt.Fprintf(listing, "%s\t%s\t%s\n", effect, decision, text)
		if call.stream && !(effect == "write" || effect == "destroy") {
			lost = append(lost, "writes a file, but is "+effect+": "+text)
		}
		if effect == "unclassified" || decision != None && (effect == "pure" || effect == "read") {
			lost = append(lost, effect+" "+decision.String()+": "+text)
		}
	}
	t.Logf("%d operations\n%s", len(calls), awsTable(counts))
	if len(lost) > 0 {
		t.Errorf("%d operations have no effect, or read and are asked about:\n%s", len(lost), strings.Join(lost[:min(len(lost), 40)], "\n"))
	}
}

func awsTable(counts map[string]int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-14s%8s%8s%8s", "", "none", "ask", "deny")
	for _, effect := range []string{"pure", "read", "write", "destroy", "unclassified"} {
		fmt.Fprintf(&b, "\n%-14s", effect)
		for _, d := range []Decision{None, Ask, Deny} {
			fmt.Fprintf(&b, "%8d", counts[effect+" "+d.String()])
		}
	}
	return b.String()
}

// awsEffect is the effect of a call of aws.
func awsEffect(p *Policy, text string, w World) string {
	calls, _ := p.calls(testCommand(text), w)
	inv := &calls[0].Readings[0]
	for _, effect := range []string{"destroy", "write", "pure", "read"} {
		if inv.Effect(effect) == tri.Yes {
			return effect
		}
	}
	return "unclassified"
}

// awsCall is a call of an operation; stream says that its answer goes to a file.
type awsCall struct {
	text   string
	stream bool
}

// awsOperations returns "aws SERVICE OPERATION" for every operation of the newest
// model of every service, sorted.
func awsOperations(t *testing.T, dir string) []awsCall {
	services, err := os.ReadDir(dir)
	require.NoError(t, err)
	var calls []awsCall
	for _, s := range services {
		models, err := filepath.Glob(filepath.Join(dir, s.Name(), "*", "service-2.json*"))
		require.NoError(t, err)
		if len(models) == 0 {
			continue
		}
		slices.Sort(models)
		m := readAWSModel(t, models[len(models)-1])
		for op := range m.Operations {
			calls = append(calls, awsCall{"aws " + awsService(s.Name()) + " " + awsName(op), m.stream(op)})
		}
	}
	slices.SortFunc(calls, func(a, b awsCall) int { return strings.Compare(a.text, b.text) })
	return calls
}

// awsModel is what is read of a service's model.
type awsModel struct {
	Operations map[string]struct {
		Output struct {
			Shape string `json:"shape"`
		} `json:"output"`
	} `json:"operations"`
	Shapes map[string]struct {
		Type    string `json:"type"`
		Payload string `json:"payload"`
		Members map[string]struct {
			Shape string `json:"shape"`
		} `json:"members"`
	} `json:"shapes"`
}

// stream reports whether an operation's answer is bytes, which the CLI wants a
// file for.
func (m *awsModel) stream(op string) bool {
	out := m.Shapes[m.Operations[op].Output.Shape]
	return out.Payload != "" && m.Shapes[out.Members[out.Payload].Shape].Type == "blob"
}

func readAWSModel(t *testing.T, name string) *awsModel {
	f, err := os.Open(name)
	require.NoError(t, err)
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		in, err = gzip.NewReader(f)
		require.NoError(t, err)
	}
	m := new(awsModel)
	require.NoError(t, json.NewDecoder(in).Decode(m))
	return m
}

// awsService is the command for a service where the CLI has one of its own.
func awsService(dir string) string {
	switch dir {
	case "codedeploy":
		return "deploy"
	case "config":
		return "configservice"
	case "s3":
		return "s3api"
	}
	return dir
}

// awsName is the CLI's spelling of an operation, by botocore's xform_name.
func awsName(op string) string {
	switch op { // those that botocore lists
	case "CreateCachediSCSIVolume":
		return "create-cached-iscsi-volume"
	case "CreateStorediSCSIVolume":
		return "create-stored-iscsi-volume"
	case "DescribeCachediSCSIVolumes":
		return "describe-cached-iscsi-volumes"
	case "DescribeStorediSCSIVolumes":
		return "describe-stored-iscsi-volumes"
	case "ListHITsForQualificationType":
		return "list-hits-for-qualification-type"
	case "ExecutePartiQLStatement", "ExecutePartiQLTransaction", "ExecutePartiQLBatch":
		return "execute-partiql-" + strings.ToLower(strings.TrimPrefix(op, "ExecutePartiQL"))
	}
	if plural := regexp.MustCompile(`[A-Z]{2,}s$`).FindString(op); plural != "" {
		op = strings.TrimSuffix(op, plural) + "-" + strings.ToLower(plural)
	}
	op = regexp.MustCompile(`(.)([A-Z][a-z]+)`).ReplaceAllString(op, "$1-$2")
	op = regexp.MustCompile(`([a-z0-9])([A-Z])`).ReplaceAllString(op, "$1-$2")
	return strings.ToLower(op)
}
