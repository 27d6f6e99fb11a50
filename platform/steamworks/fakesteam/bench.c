/* What the library's functions cost by themselves: loops for benchmarks. Each
   returns how often the function did what it is for. */
#include "fakesteam.h"

bool SteamAPI_ISteamNetworking_SendP2PPacket(void *, uint64_t, const void *, uint32_t, int, int);
bool SteamAPI_ISteamNetworking_IsP2PPacketAvailable(void *, uint32_t *, int);
bool SteamAPI_ISteamNetworking_ReadP2PPacket(void *, void *, uint32_t, uint32_t *, uint64_t *, int);

static unsigned char bytes[MAX_RELIABLE];

EXPORT int FakeSteam_BenchSend(int n, uint32_t size) {
	int done = 0;
	for (int i = 0; i < n; i++)
		done += SteamAPI_ISteamNetworking_SendP2PPacket(&fake.interfaces[NETWORKING], fake.me, bytes, size, 2, 0);
	return done;
}

EXPORT int FakeSteam_BenchPoll(int n) {
	uint32_t size;
	int done = 0;
	for (int i = 0; i < n; i++)
		done += SteamAPI_ISteamNetworking_IsP2PPacketAvailable(&fake.interfaces[NETWORKING], &size, 0);
	return done;
}

EXPORT int FakeSteam_BenchSendAndRead(int n, uint32_t size) {
	uint64_t from;
	uint32_t got;
	int done = 0;
	for (int i = 0; i < n; i++) {
		FakeSteam_BenchSend(1, size);
		FakeSteam_BenchPoll(1);
		done += SteamAPI_ISteamNetworking_ReadP2PPacket(&fake.interfaces[NETWORKING], bytes, size, &got, &from, 0);
	}
	return done;
}
