package policy

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestUnknownIsNoVerb: once the words that are known say what a call does, one
// that is not known is no other verb.
func TestUnknownIsNoVerb(t *testing.T) {
	for want, texts := range map[Decision][]string{
		None: {
			"gcloud compute instances describe $NAME", "gcloud config set project $PROJECT", `gcloud storage ls "$B"`, `gcloud compute ssh "$VM"`,
			"az group show $RG", "doctl compute droplet get $ID", "aws ec2 describe-instances $ARGS", "serverless create --template $X",
			"fly status -a $APP", "openstack server show $ID", `hexo init "$X"`, `python manage.py migrate "$APP"`, `curl -X POST "$URL"`,
		},
		Ask: {
			"gcloud compute instances $VERB x", "az group $VERB -n x", "git reflog $X", "serverless $CMD", "aws rds $OP --db-instance-identifier x",
			"doctl compute droplet $X 1", `gcloud storage "$CMD" gs://b`,
		},
	} {
		for _, text := range texts {
			v := Builtin().Evaluate(testCommand(text), testWorld())
			assert.Equal(t, want, v.Decision, "%s: %+v", text, v.Findings)
		}
	}
}
