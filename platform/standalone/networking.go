package standalone

import (
	"godotsteam/multiplayer"
	"godotsteam/multiplayer/oversockets"
	"godotsteam/networking/messages"
	"godotsteam/networking/sockets"
	"godotsteam/platform"
	"godotsteam/platform/standalone/carrier"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// startSockets starts Networking Sockets and Messages. Packages sockets and messages say what they mean; what they say
// to peers goes over a carrier.
func (p *Platform) startSockets(life uint64, queue *signals.Queue) {
	p.carrier = carrier.New(carrier.Config{
		Self: p.identity.SteamID, Life: life, Timeout: p.options.timeout(), Log: p.log,
		Tasks: p.tasks, Endpoint: p.endpoint, Peers: acquaintances{p.places, p.control},
	})
	p.sockets = sockets.New(sockets.Config{
		ID: p.identity.SteamID, Carrier: p.carrier,
		Changed: func(c sockets.Change) { queue.Post(platform.ConnectionStatusChanged(c)) },
	})
	p.messages = messages.New(messages.Config{
		ID: p.identity.SteamID, Sockets: p.sockets,
		Request: func(peer steamtypes.SteamID) {
			queue.Post(signals.NetworkMessagesSessionRequest{SteamIDRemote: uint64(peer)})
		},
		Settled: func(peer steamtypes.SteamID) {
			queue.Cancel(signals.NetworkMessagesSessionRequest{SteamIDRemote: uint64(peer)})
		},
		Failed: func(i sockets.Info) { queue.Post(platform.SessionFailed(i)) },
	})
	p.carrier.Attach(p.sockets)
}

// Sockets implements [platform.Networking].
func (p *Platform) Sockets() platform.Sockets { return p.sockets }

// Messages implements [platform.Networking].
func (p *Platform) Messages() platform.Messages { return p.messages }

// OpenPeer implements [platform.Multiplayer].
func (p *Platform) OpenPeer() (multiplayer.Connections, error) {
	return oversockets.Over(p.sockets), nil
}
