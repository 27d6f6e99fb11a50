extends TestCase
## A game that quits without [code]steamShutdown[/code], in the middle of everything.

const NOBODY := 76561197960287930


func test_quitting_in_the_middle() -> void:
	await start_steam()
	Steam.sendP2PPacket(Steam.getSteamID(), noise(100000), Steam.P2P_SEND_RELIABLE)
	Steam.sendP2PPacket(NOBODY, noise(100000), Steam.P2P_SEND_RELIABLE)
	await pass_time(0.2)
	succeed()
