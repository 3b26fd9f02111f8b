#!/bin/sh
# Fills in the configuration templates from the environment and becomes Asterisk.
set -eu

: "${ASTERISK_SIP_HOST:?}" "${ASTERISK_SIP_PORT:?}" "${SIP_SERVER_HOST:?}" "${RTP_PORT_LOW:?}" "${RTP_PORT_HIGH:?}"
: "${ARI_SERVER_HOST:?}" "${ARI_SERVER_PORT:?}" "${ARI_USERNAME:?}" "${ARI_PASSWORD:?}"

home=/tmp/fivenines-asterisk
export ASTERISK_ETC_DIR="$home/etc"
export ASTERISK_VAR_DIR="$home/var"
export ASTERISK_SPOOL_DIR="$home/spool"
export ASTERISK_RUN_DIR="$home/run"
export ASTERISK_LOG_DIR="$home/log"
export ASTERISK_MODULES_DIR="/usr/lib/$(uname -m)-linux-gnu/asterisk/modules"
export ASTERISK_DATA_DIR=/usr/share/asterisk
export MOH_DIR=/usr/share/asterisk/moh

mkdir -p "$ASTERISK_ETC_DIR" "$ASTERISK_VAR_DIR" "$ASTERISK_SPOOL_DIR" "$ASTERISK_RUN_DIR" "$ASTERISK_LOG_DIR"

# Only these names: Asterisk has variables of its own.
names='${ASTERISK_ETC_DIR} ${ASTERISK_VAR_DIR} ${ASTERISK_SPOOL_DIR} ${ASTERISK_RUN_DIR} ${ASTERISK_LOG_DIR}
${ASTERISK_MODULES_DIR} ${ASTERISK_DATA_DIR} ${ASTERISK_SIP_HOST} ${ASTERISK_SIP_PORT} ${SIP_SERVER_HOST}
${RTP_PORT_LOW} ${RTP_PORT_HIGH} ${ARI_SERVER_HOST} ${ARI_SERVER_PORT} ${ARI_USERNAME} ${ARI_PASSWORD} ${MOH_DIR}'

for template in /opt/fivenines/asterisk/*.conf; do
  envsubst "$names" < "$template" > "$ASTERISK_ETC_DIR/$(basename "$template")"
done

exec asterisk -C "$ASTERISK_ETC_DIR/asterisk.conf" -f
