package steam

import "godotsteam/gd"

// What the class reference says of the class itself.
const (
	classBrief = `Steam's lobbies, friends and peer-to-peer networking, with GodotSteam's names.`

	classText = `
		The [Steam] singleton lets players meet in lobbies, sends packets straight from one player to another,
		and answers questions about the player at this computer and their friends. Its names, arguments,
		dictionaries and signals are those of GodotSteam.

		Two platforms stand behind it, see [method get_platform]. On [code]steamworks[/code], Valve's library
		and the Steam client carry the packets. On [code]standalone[/code], they travel over an encrypted connection
		between the two processes, with no Steam client, account or server.

		Start with [method steamInitEx], connect the signals, and call [method run_callbacks] in every frame (or
		pass [code]true[/code] for [code]embed_callbacks[/code]). A session opens by itself with the first
		packet: the other side gets [signal p2p_session_request] and answers with [method
		acceptP2PSessionWithUser], or by sending something itself.
		[codeblock]
		func _ready() -> void:
			Steam.p2p_session_request.connect(_on_p2p_session_request)
			var started: Dictionary = Steam.steamInitEx(480, true)
			if started["status"] != Steam.STEAM_API_INIT_RESULT_OK:
				print(started["verbal"])

		func say_hello(friend: int) -> void:
			Steam.sendP2PPacket(friend, "Hello!".to_utf8_buffer(), Steam.P2P_SEND_RELIABLE)

		func _process(_delta: float) -> void:
			while Steam.getAvailableP2PPacketSize() > 0:
				var packet := Steam.readP2PPacket(Steam.getAvailableP2PPacketSize())
				print(packet["steam_id_remote"], ": ", packet["data"].get_string_from_utf8())

		func _on_p2p_session_request(steam_id_remote: int) -> void:
			Steam.acceptP2PSessionWithUser(steam_id_remote)
		[/codeblock]
		An ID is an [int] of 64 bits, and JSON makes floats of numbers, which lose its last digits: save it as
		text, [code]str(id)[/code], and read it with [code]to_int()[/code]. A float in an ID's place is an
		error, but one that a variable of type [int] has rounded can't be told any more from somebody else's ID.

		A call that can't be right, such as sending to a Steam ID of 0 or one before [method steamInitEx],
		returns [code]false[/code], [code]0[/code] or an empty value and prints one error that begins with
		[code][STEAM][/code]. Reading something of nobody, ID [code]0[/code], and leaving or closing it, says
		nothing. What meets a limit or is the lobby owner's alone prints one warning that says which and what to
		do. The same error of the same method is printed once, then counted until [method steamShutdown].

		All methods but [method run_callbacks] may be called from any thread, and none of those that a game
		calls in its loop waits for the network.`
)

// newClass is the class as Godot is told of it.
func (s *Steam) newClass() *gd.Class {
	c := &gd.Class{Name: "Steam", Singleton: true, Signals: classSignals()}
	for _, p := range pages {
		for _, r := range p.rows {
			c.Methods = append(c.Methods, r.method(s))
		}
	}
	for _, p := range properties {
		c.Properties = append(c.Properties, gd.Property{Name: p.name, Type: gd.Int, Setter: p.setter, Getter: p.getter})
	}
	for _, e := range enums {
		c.Enums = append(c.Enums, e.gd())
	}
	return c
}
