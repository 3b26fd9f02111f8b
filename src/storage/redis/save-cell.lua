-- Applies one turn of a tenant's cell: writes what changed and appends to its streams, all or nothing.
--
-- KEYS[1]  hash   last save: writer, sequence
-- KEYS[2]  stream events
-- KEYS[3…] the hashes and streams that operations name by index into KEYS
-- ARGV[1]  writer: an id of the process that saves
-- ARGV[2]  sequence: that writer's saves of this tenant, counted from 1
-- ARGV[3]  how many entries a stream keeps, about
-- ARGV[4…] operations of four: "put" key field value | "drop" key field "" | "log" key "entry" value
--
-- Promise: returns the id of the last event ever appended ("0-0" if none). A save that was applied already (the
-- connection broke before its answer came, and the client sent it again) is not applied twice, nor after a later one.

local last = redis.call("HMGET", KEYS[1], "writer", "sequence")
local applied = last[1] == ARGV[1] and tonumber(last[2]) >= tonumber(ARGV[2])

if not applied then
  for at = 4, #ARGV, 4 do
    local operation, key, field, value = ARGV[at], KEYS[tonumber(ARGV[at + 1])], ARGV[at + 2], ARGV[at + 3]
    if operation == "put" then
      redis.call("HSET", key, field, value)
    elseif operation == "drop" then
      redis.call("HDEL", key, field)
    else
      redis.call("XADD", key, "MAXLEN", "~", ARGV[3], "*", field, value)
    end
  end
  redis.call("HSET", KEYS[1], "writer", ARGV[1], "sequence", ARGV[2])
end

local newest = redis.call("XREVRANGE", KEYS[2], "+", "-", "COUNT", "1")
if #newest == 0 then
  return "0-0"
end
return newest[1][1]
