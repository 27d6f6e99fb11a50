package steamworks

import (
	"godotsteam/networking/messages"
	"godotsteam/networking/sockets"
	"godotsteam/platform"
	"godotsteam/platform/valve"
	"godotsteam/steamtypes"
)

// Messages implements [platform.Networking].
func (p *Platform) Messages() platform.Messages { return steamMessages{p} }

// steamMessages is Valve's ISteamNetworkingMessages.
type steamMessages struct{ p *Platform }

var (
	messageToUser = valve.Describe("ISteamNetworkingMessages.SendMessageToUser(" +
		"identity peer, data message, u32 len(message), i32 flags, i32 channel) -> i32")
	receiveOnChannel = valve.Describe(
		"ISteamNetworkingMessages.ReceiveMessagesOnChannel(i32 channel, data messages, i32 count) -> i32")
	acceptUser  = valve.Describe("ISteamNetworkingMessages.AcceptSessionWithUser(identity peer) -> bool")
	closeUser   = valve.Describe("ISteamNetworkingMessages.CloseSessionWithUser(identity peer) -> bool")
	closeUserOn = valve.Describe("ISteamNetworkingMessages.CloseChannelWithUser(identity peer, i32 channel) -> bool")
	sessionWith = valve.Describe("ISteamNetworkingMessages.GetSessionConnectionInfo(" +
		"identity peer, data[696] info, data[120] status) -> i32")
)

func (m steamMessages) Send(
	peer steamtypes.SteamID, data []byte, flags sockets.SendFlags, channel int32,
) (result sockets.Result) {
	m.p.invoke(messageToUser, func(q *valve.Call) {
		q.SetInt(0, int64(peer))
		q.SetData(1, data)
		q.SetInt(2, int64(len(data)))
		q.SetInt(3, int64(flags))
		q.SetInt(4, int64(channel))
	}, func(q *valve.Call) { result = sockets.Result(q.ResultInt()) })
	return result
}

func (m steamMessages) Receive(channel int32, limit int) []messages.Message {
	var all []messages.Message
	m.p.receive(receiveOnChannel, int64(channel), limit, func(of sockets.Message, on int32) {
		all = append(all, messages.Message{Message: of, Channel: on})
	})
	return all
}

func (m steamMessages) Accept(peer steamtypes.SteamID) bool {
	return steamSockets(m).answer(acceptUser, int64(peer)) != 0
}

func (m steamMessages) CloseSession(peer steamtypes.SteamID) bool {
	return steamSockets(m).answer(closeUser, int64(peer)) != 0
}

func (m steamMessages) CloseChannel(peer steamtypes.SteamID, channel int32) bool {
	return steamSockets(m).answer(closeUserOn, int64(peer), int64(channel)) != 0
}

func (m steamMessages) Session(peer steamtypes.SteamID) (info sockets.Info, status sockets.Status) {
	m.p.invoke(sessionWith, func(q *valve.Call) { q.SetInt(0, int64(peer)) }, func(q *valve.Call) {
		info, status = connectionInfo(q.Bytes(1)), connectionStatus(q.Bytes(2))
		info.State = sockets.State(q.ResultInt())
	})
	return info, status
}
