import EventLoop
import Glibc
import LocalPostgres
import TestKit
import Testing

@testable import Postgres

@Suite("A link that has gone silent") struct KeepAliveTests {
    @Test("over TCP both ends ask whether the other is there, as often as the limits say, and wait no longer")
    func inEffect() async throws {
        let limits = PostgresLimits.test {
            $0.keepAliveIdle = .seconds(7)
            $0.keepAliveInterval = .seconds(3)
            $0.keepAliveProbes = 2
            $0.unacknowledgedMax = .seconds(13)
        }
        try await PostgresScene.run(over: .tcp, limits: limits) { scene in
            let connection = try #require(scene.pool.connections.first)
            let descriptor = try #require(connection.link.descriptor)
            #expect(option(SO_KEEPALIVE, SOL_SOCKET, of: descriptor) == 1)
            #expect(option(TCP_KEEPIDLE, of: descriptor) == 7)
            #expect(option(TCP_KEEPINTVL, of: descriptor) == 3)
            #expect(option(TCP_KEEPCNT, of: descriptor) == 2)
            #expect(option(TCP_USER_TIMEOUT, of: descriptor) == 13_000)
            // The server's answer is what its socket says, not what was asked for.
            #expect(try await settings(of: scene) == ["7", "3", "2", "13000"])
        }
    }

    @Test("what the connection string says goes before")
    func given() async throws {
        let database = try await PostgresServer.shared.database()
        try await withLoop { loop in
            let text =
                database.connectionString(over: .tcp)
                + " keepalives_idle=40 tcp_user_timeout=9000 options='-c tcp_keepalives_idle=50'"
            try await PostgresScene.open(text, database, on: loop, .test()) { scene in
                try await scene.pool.ready(until: .now + .seconds(30))
                let descriptor = try #require(scene.pool.connections.first?.link.descriptor)
                #expect(option(TCP_KEEPIDLE, of: descriptor) == 40)
                #expect(option(TCP_USER_TIMEOUT, of: descriptor) == 9_000)
                #expect(option(TCP_KEEPINTVL, of: descriptor) == 5)
                #expect(try await settings(of: scene) == ["50", "5", "3", "30000"])
            }
        }
    }

    @Test("a connection of one's own has it too, and a local socket does without")
    func dedicated() async throws {
        let database = try await PostgresServer.shared.database()
        try await withLoop { loop in
            let blocking = try BlockingThread(name: "test-blocking")
            for (route, idle) in [(PostgresDatabase.Route.tcp, "15"), (.socket, "0")] {
                let connection = try await DedicatedConnection.open(
                    try DatabaseSettings(database.connectionString(over: route), applicationName: "tests"), on: loop,
                    blocking: blocking)
                let value = try await connection.one("SELECT current_setting('tcp_keepalives_idle')")
                #expect(try value.decode(String.self) == idle)
                await connection.close()
            }
            await Task.detached { blocking.stop() }.value
        }
    }

    /// What the server's end of a connection is set to: seconds, seconds, a number, milliseconds.
    private func settings(of scene: PostgresScene) async throws -> [String] {
        try await scene.pool.rows(
            """
            SELECT setting FROM pg_settings WHERE name LIKE 'tcp%'
            ORDER BY array_position(ARRAY['tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count',
                'tcp_user_timeout'], name)
            """, for: .system
        ).decode(String.self)
    }
}

private func option(_ name: Int32, _ level: Int32 = Int32(IPPROTO_TCP), of descriptor: Int32) -> Int32? {
    var value: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    // Safety: both pointers are to locals of the size that is named, and the kernel keeps neither.
    return unsafe getsockopt(descriptor, level, name, &value, &length) == 0 ? value : nil
}
