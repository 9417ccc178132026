import KafkaMock
import Testing

@Suite("The mock cluster")
struct MockClusterTests {
    @Test("it says where its brokers listen, one address for each")
    func addresses() throws {
        let cluster = try MockCluster(brokers: 3)
        #expect(cluster.bootstrapServers.count == 3)
        #expect(cluster.bootstrapServers.allSatisfy { $0.hasPrefix("127.0.0.1:") })
        cluster.close()
    }
}
