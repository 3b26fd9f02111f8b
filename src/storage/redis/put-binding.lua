-- Adds a binding to a SIP user, or replaces the one with the same contact.
--
-- KEYS[1]  hash: contact → binding as JSON
-- ARGV[1]  contact
-- ARGV[2]  the binding as JSON, with expiresAt in epoch milliseconds
-- ARGV[3]  now, in epoch milliseconds
--
-- Promise: bindings past their time, and unreadable ones, are gone afterwards; the hash lives as long as its last one.

redis.call("HSET", KEYS[1], ARGV[1], ARGV[2])
local latest = 0
local entries = redis.call("HGETALL", KEYS[1])
for at = 1, #entries, 2 do
  local readable, binding = pcall(cjson.decode, entries[at + 1])
  local expires = readable and type(binding) == "table" and tonumber(binding.expiresAt) or 0
  if expires <= tonumber(ARGV[3]) then
    redis.call("HDEL", KEYS[1], entries[at])
  elseif expires > latest then
    latest = expires
  end
end
if latest > 0 then
  redis.call("PEXPIREAT", KEYS[1], string.format("%.0f", latest))
end
return latest > 0 and string.format("%.0f", latest) or "0"
