package hook

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"tagout/internal/approve"
	"tagout/policy"
)

// clerk approves everything, in its time.
type clerk struct {
	claim, again func()
	claims       atomic.Int32
}

func (c *clerk) Claim(policy.Approvals, policy.Command, string, policy.Verdict, *approve.Readings) (string, bool) {
	c.claims.Add(1)
	c.claim()
	return "", true
}

func (c *clerk) Again(policy.Command, string, policy.Verdict) string {
	c.again()
	return ""
}

// patient is a judge that answers once it may.
type patient struct {
	fakeJudge
	may chan struct{}
}

func (s patient) Evaluate(c policy.Command, w policy.World) policy.Verdict {
	<-s.may
	return s.fakeJudge.Evaluate(c, w)
}

// TestLateAnswerClaimsNothing: an approval is not used up by a command that was
// refused for being late.
func TestLateAnswerClaimsNothing(t *testing.T) {
	may, done := make(chan struct{}), make(chan struct{})
	c := &clerk{claim: func() {}, again: func() { close(done) }}
	h := testHost()
	h.Deadline, h.Approvals = 10*time.Millisecond, c
	h.Judge = func(...string) (Judge, error) { return patient{may: may}, nil }
	assert.Contains(t, answer(claude, bash("rm -rf ~"), h), "could not be judged within")
	close(may)
	<-done
	assert.Zero(t, c.claims.Load())
}

// TestClaimIsWaitedFor: once an approval is being used, its command passes, though
// the deadline comes meanwhile.
func TestClaimIsWaitedFor(t *testing.T) {
	h := testHost()
	h.Deadline = 10 * time.Millisecond
	c := &clerk{claim: func() { time.Sleep(3 * h.Deadline) }, again: func() {}}
	h.Approvals = c
	assert.Equal(t, goes, understood(claude, hear(claude, []byte(bash("rm -rf ~")), h)))
	assert.EqualValues(t, 1, c.claims.Load())
}

// TestClaimThatHangs: it is not waited for without end.
func TestClaimThatHangs(t *testing.T) {
	h := testHost()
	h.Deadline = 10 * time.Millisecond
	h.Approvals = &clerk{claim: func() { select {} }, again: func() {}}
	assert.Equal(t, prompts, understood(claude, hear(claude, []byte(bash("rm -rf ~")), h)))
}
