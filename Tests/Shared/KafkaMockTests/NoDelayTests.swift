import Glibc
import Testing

@testable import KafkaMock

@Suite("Answers of the mock cluster")
struct NoDelayTests {
    @Test("brokers answer at once, without Nagle's delay")
    func brokersAnswerAtOnceWithoutNagles() throws {
        let cluster = try MockCluster(brokers: 2)
        defer { cluster.close() }
        let listeners = MockCluster.listeners(of: cluster.bootstrapServers)
        #expect(listeners.count == 2)
        for listener in listeners {
            var isOn: Int32 = 0
            var length = socklen_t(MemoryLayout<Int32>.size)
            // Safety: the call fills the one number it is lent, of the size it is told.
            let status = unsafe getsockopt(listener, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, &length)
            #expect(status == 0)
            #expect(isOn != 0)
        }
    }
}
