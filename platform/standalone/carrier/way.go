package carrier

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/quic-go/quic-go"

	"godotsteam/networking/sockets"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/steamtypes"
)

// way is what leads to one peer. Carrier.mu guards all of it but telling.
type way struct {
	*Carrier
	peer steamtypes.SteamID

	// telling is held while the handler is told of this peer, so that it is told one thing after the other. Who holds
	// Carrier.mu must not take it.
	telling sync.Mutex

	wanted  bool // by our game
	links   []*link
	up      *link // the one that was chosen
	dialing context.CancelFunc
	refused bool // the last call was
}

// way returns the one to a peer.
func (c *Carrier) way(peer steamtypes.SteamID) *way {
	w := c.ways[peer]
	if w == nil {
		w = &way{Carrier: c, peer: peer}
		c.ways[peer] = w
	}
	return w
}

// forget forgets a way that there is nothing of.
func (w *way) forget() {
	if !w.wanted && len(w.links) == 0 && w.dialing == nil && w.ways[w.peer] == w {
		delete(w.ways, w.peer)
	}
}

// chooses reports whether our side chooses the link.
func (w *way) chooses() bool { return w.Self < w.peer }

func (w *way) stopDialing() {
	if w.dialing != nil {
		w.dialing()
		w.dialing = nil
	}
}

// tellOpen tells the handler that there is a way, if there still is.
func (w *way) tellOpen() {
	w.telling.Lock()
	defer w.telling.Unlock()
	w.mu.Lock()
	up := w.up != nil
	w.mu.Unlock()
	if up {
		w.handler.Opened(w.peer)
	}
}

// greeted decides about a link when the peer has said HELLO on it, if we choose.
func (w *way) greeted(l *link, h hello) {
	if !w.chooses() {
		return
	}
	w.telling.Lock()
	defer w.telling.Unlock()
	w.mu.Lock()
	l.hello = h
	restarted := w.up != nil && w.up.hello.life != h.life
	lost := w.up != nil && h.chooser == w.Life && h.choice == w.up.choice
	isWay := w.up == nil || restarted || lost
	if isWay {
		w.choices++
		l.choice = w.choices
	}
	w.mu.Unlock()
	if isWay {
		w.choose(l)
	} else {
		l.close(endpoint.CodeDuplicate) // they have called before they could know
	}
}

// chosen takes in the peer's word that a link is the way.
func (w *way) chosen(l *link, life, choice uint64) {
	w.telling.Lock()
	defer w.telling.Unlock()
	w.mu.Lock()
	endpoint.Remember(w.heard, maxRemembered, w.peer, heard{life, choice})
	w.mu.Unlock()
	w.choose(l)
}

// choose makes a link the way, in place of another one if there was. telling is held.
func (w *way) choose(l *link) {
	w.mu.Lock()
	old := w.up
	if old == l || w.closed || !slices.Contains(w.links, l) {
		w.mu.Unlock()
		return
	}
	w.up = nil // nothing goes over the new one before the handler knows that the old one is lost
	w.mu.Unlock()
	if old != nil {
		old.close(endpoint.CodeDuplicate)
		w.handler.Lost(w.peer, sockets.LossClosed)
	}
	w.mu.Lock()
	w.up, l.heard = l, time.Now()
	w.stopDialing()
	if w.wanted {
		w.Endpoint.Carries(l.conn)
	}
	if w.chooses() {
		l.sayChosen()
	}
	w.mu.Unlock()
	w.handler.Opened(w.peer)
}

// ended takes a link out, when all that came over it has been delivered.
func (w *way) ended(l *link, cause error) {
	w.telling.Lock()
	defer w.telling.Unlock()
	w.mu.Lock()
	w.Endpoint.Ended(l.conn)
	w.isWanted(l)
	w.links = slices.DeleteFunc(w.links, func(other *link) bool { return other == l })
	wasUp := w.up == l
	if wasUp {
		w.up = nil
	}
	w.refused = isCode(cause, endpoint.CodeRefused)
	w.forget()
	w.mu.Unlock()
	if !wasUp {
		return
	}
	why := sockets.LossTimeout
	if isCode(cause, endpoint.CodeClosed) || isCode(cause, endpoint.CodeDuplicate) {
		why = sockets.LossClosed
	}
	w.handler.Lost(w.peer, why)
}

func isCode(cause error, code quic.ApplicationErrorCode) bool {
	var closed *quic.ApplicationError
	return errors.As(cause, &closed) && closed.ErrorCode == code
}

// dialLoop looks for a peer and connects, until there is a way or it is not needed.
func (c *Carrier) dialLoop(ctx context.Context, w *way) {
	var lastError error
	for retry := firstRetry; ctx.Err() == nil; retry = min(2*retry, lastRetry) {
		ways, _ := c.Peers.WaysTo(w.peer)
		conn, err := c.Endpoint.DialAny(ctx, w.peer, ways, c.Endpoint.Frames)
		if err == nil {
			w.outbound(ctx, conn)
			select {
			case <-conn.Context().Done():
			case <-ctx.Done():
			}
		} else if ctx.Err() == nil {
			lastError = err
		}
		select {
		case <-time.After(retry):
		case <-ctx.Done():
		}
	}
	if ctx.Err() == context.DeadlineExceeded {
		w.notFound(lastError)
	}
}

// outbound takes in a connection that we have made, if it is still needed.
func (w *way) outbound(ctx context.Context, conn *quic.Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if ctx.Err() != nil || w.up != nil || w.closed {
		conn.CloseWithError(endpoint.CodeDuplicate, "") //nolint:errcheck
		return
	}
	w.Tasks.Go(w.newLink(conn).run)
}

// notFound tells the handler that there is no way.
func (w *way) notFound(lastError error) {
	w.telling.Lock()
	defer w.telling.Unlock()
	w.mu.Lock()
	gaveUp := w.up == nil && w.wanted && !w.closed
	why := sockets.LossTimeout
	if w.refused {
		why = sockets.LossRefused
	}
	if gaveUp {
		w.stopDialing()
	}
	w.mu.Unlock()
	if gaveUp {
		w.Log.Info("a user could not be reached", "steam_id", w.peer, "last_attempt", lastError)
		w.handler.Lost(w.peer, why)
	}
}
