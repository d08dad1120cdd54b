extension JSON {
    /// The members of an object, in order, each key once.
    public struct Object: Sendable {
        /// A key and its value.
        public struct Member: Sendable, Hashable {
            /// The name of the member.
            public let key: String
            /// The value of the member.
            public var value: JSON

            /// A key and its value.
            public init(key: String, value: JSON) {
                self.key = key
                self.value = value
            }
        }

        /// All members, in the order in which they were written or added.
        public private(set) var members: [Member]

        /// An object without members.
        public init() {
            members = []
        }

        /// These members in their order. The keys must be distinct.
        public init(_ members: [(String, JSON)]) {
            self.members = members.map { key, value in Member(key: key, value: value) }
            assert(Set(self.members.map(\.key)).count == members.count, "a member is there twice")
        }

        /// An object of these members; their keys must be distinct.
        init(distinct members: [Member]) {
            self.members = members
        }

        /// The value of a member. Setting a value replaces the member in place, or adds it at the end; setting nil removes it.
        ///
        /// A linear search: objects here have about a dozen members.
        public subscript(key: String) -> JSON? {
            get { index(of: key).map { members[$0].value } }
            set {
                switch (index(of: key), newValue) {
                case (let place?, let value?): members[place].value = value
                case (let place?, nil): members.remove(at: place)
                case (nil, let value?): members.append(Member(key: key, value: value))
                case (nil, nil): break
                }
            }
        }

        /// Reserves room for `count` more members.
        public mutating func reserve(_ count: Int) { members.reserveCapacity(members.count + count) }

        /// Adds a member at the end. The key must be new.
        public mutating func append(_ key: String, _ value: JSON) {
            assert(index(of: key) == nil, "the member is there already")
            members.append(Member(key: key, value: value))
        }

        /// Adds the members of another object at the end. The two must share no key.
        public mutating func append(_ other: Object) {
            for member in other.members { append(member.key, member.value) }
        }

        /// Removes and returns a member's value; nil when there is no such member.
        public mutating func remove(_ key: String) -> JSON? {
            index(of: key).map { members.remove(at: $0).value }
        }

        /// The same members, sorted by key; nested objects keep their order.
        public func sorted() -> Object {
            var sorted = self
            sorted.sort()
            return sorted
        }

        private mutating func sort() {
            guard members.count <= 16 else { return members.sort { $0.key < $1.key } }
            // Insertion sort: most objects have few members, and are often sorted already.
            for end in members.indices.dropFirst() {
                var place = end
                while place > 0, members[place].key < members[place - 1].key {
                    members.swapAt(place, place - 1)
                    place -= 1
                }
            }
        }

        func index(of key: String) -> Int? {
            members.firstIndex { $0.key == key }
        }
    }
}

extension JSON.Object: Hashable {
    /// Whether both have the same members, in any order.
    public static func == (left: Self, right: Self) -> Bool {
        left.members == right.members || left.members.count == right.members.count && left.sorted().members == right.sorted().members
    }

    /// Hashes the members in the order of their keys.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(sorted().members)
    }
}

extension JSON.Object: ExpressibleByDictionaryLiteral {
    /// Keeps the order of the literal. The keys must be distinct.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(elements)
    }
}
